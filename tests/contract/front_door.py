"""What stands before every RPC, whichever service it is of: walked from the descriptors."""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import uuid4

import grpc
import pytest
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from chassis.access import AccessRule, rule_of
from chassis.rpc_errors import RemoteRefusal, refusal_of
from kernel.roles import PERMISSIONS
from kernel.standing import Standing
from kernel.tiers import Tier
from tests.fakes.plumbing import a_row
from tests.fakes.serving import Caller, Served, refusal
from tests.fakes.signing import TestIssuer

Metadata = tuple[tuple[str, str], ...]
Services = Mapping[ServiceDescriptor, Callable[[grpc.Server], None]]
NOBODY: Final[Metadata] = ()
DOOR_CODES: Final = {"UNAUTHENTICATED", "PERMISSION_DENIED"}


@dataclass(frozen=True)
class Rpc:
    """One RPC, called without its stub."""

    method: MethodDescriptor

    @property
    def rule(self) -> AccessRule:
        return rule_of(self.method)

    def call(
        self, channel: grpc.Channel, metadata: Metadata, request: Message | None = None
    ) -> Any:
        """Call it, with an empty request unless another is given."""
        service = self.method.containing_service.full_name
        ask: grpc.UnaryUnaryMultiCallable[Any, Any] = channel.unary_unary(
            f"/{service}/{self.method.name}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=GetMessageClass(self.method.output_type).FromString,
        )
        return ask(request or GetMessageClass(self.method.input_type)(), metadata=metadata)

    def outcome(
        self, channel: grpc.Channel, metadata: Metadata, request: Message | None = None
    ) -> tuple[str, str]:
        """Return the status and the reason with which a call ends."""
        try:
            self.call(channel, metadata, request)
        except grpc.RpcError as error:
            said: RemoteRefusal = refusal_of(error)
            return said.code.name, said.reason
        return "OK", ""


def bearer(token: str) -> Metadata:
    return (("authorization", f"Bearer {token}"),)


def entitled(server: Served, rule: AccessRule) -> Caller:
    """Return someone whom a rule lets pass, their second factor fresh."""
    if rule.services:
        return server.service(min(rule.services))
    if rule.permission is not None:
        return server.caller(min(r for r, gives in PERMISSIONS.items() if rule.permission in gives))
    return server.caller(tier=rule.tier or Tier.REGISTERED)


def known(server: Served, rule: AccessRule, **claims: Any) -> Metadata:
    """Return a token of someone whom the rule lets pass, with claims of its own."""
    caller = entitled(server, rule)
    row = server.rows.rows[caller.subject]
    roles = {"roles": list(row.roles)}
    said = {"tier": row.tier.name, "realm_access": roles} | claims
    return bearer(server.issuer.token(caller.subject, **said))


@contextmanager
def unguarded(services: Services) -> Iterator[grpc.Channel]:
    """Serve with nothing before the servicers: what the tests of the door must tell apart."""
    server = grpc.server(ThreadPoolExecutor(2))
    for add in services.values():
        add(server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield channel
    server.stop(0).wait()


def _now() -> int:
    return int(time.time())


def _owned(server: Served, **row: Any) -> str:
    """Return a good token of someone whose account is as the row says."""
    subject = str(uuid4())
    server.rows.keep(a_row(subject, **row))
    return f"Bearer {server.issuer.token(subject)}"


SPOILED: Final[dict[str, Callable[[Served], str]]] = {
    "nothing": lambda _: "",
    "nonsense": lambda _: "Bearer nonsense",
    "an_empty_token": lambda _: "Bearer ",
    "another_scheme": lambda _: "Basic YTpi",
    "expired": lambda s: f"Bearer {s.issuer.token(iat=_now() - 400, exp=_now() - 100)}",
    "not_good_yet": lambda s: f"Bearer {s.issuer.token(iat=_now() + 100)}",
    "of_another_issuer": lambda s: f"Bearer {s.issuer.token(iss='http://elsewhere.test')}",
    "for_another_audience": lambda s: f"Bearer {s.issuer.token(aud=['account'])}",
    "an_identity_token": lambda s: f"Bearer {s.issuer.token(typ='ID')}",
    "signed_by_another_key": lambda _: f"Bearer {TestIssuer().token()}",
    "of_a_service_expired": lambda s: f"Bearer {s.issuer.token(azp='svc-identity', exp=1)}",
    "of_a_suspended_person": lambda s: _owned(s, standing=Standing.SUSPENDED),
    "of_a_closed_account": lambda s: _owned(s, standing=Standing.CLOSED),
    "from_before_valid_after": lambda s: _owned(
        s, valid_after=datetime.now(UTC) + timedelta(minutes=1)
    ),
}


STALE_PROOFS: Final[dict[str, Callable[[int], dict[str, Any]]]] = {
    "password_only": lambda _: {"acr": "aal1"},
    "no_time_of_the_second_factor": lambda now: {"loa_times": {"1": now}},
    "no_times_at_all": lambda _: {"loa_times": None},
    "a_second_factor_16_minutes_ago": lambda now: {"loa_times": {"1": now, "2": now - 960}},
    "an_old_one_in_a_fresh_session": lambda now: {
        "auth_time": now,
        "loa_times": {"1": now, "2": now - 960},
    },
    "a_second_factor_in_the_future": lambda now: {"loa_times": {"1": now, "2": now + 120}},
}


class FrontDoorSuite:
    """Run with fixtures `server` and `services`, and with the descriptors that they serve."""

    descriptors: ClassVar[tuple[ServiceDescriptor, ...]]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give each test the RPCs that its argument's name asks for."""
        every = [Rpc(method) for served in self.descriptors for method in served.methods]
        asked = {
            "rpc": every,
            "public_rpc": [rpc for rpc in every if rpc.rule.public],
            "guarded_rpc": [rpc for rpc in every if not rpc.rule.public],
            "stepped_up_rpc": [rpc for rpc in every if rpc.rule.step_up_acr],
        }
        for name in asked.keys() & set(metafunc.fixturenames):
            rpcs = asked[name]
            metafunc.parametrize(name, rpcs, ids=[rpc.method.name for rpc in rpcs])

    def test_who_is_entitled_gets_past_the_door(self, server: Served, rpc: Rpc) -> None:
        code, _ = rpc.outcome(server.channel, entitled(server, rpc.rule).metadata)
        assert code in {"OK", "INVALID_ARGUMENT", "NOT_FOUND"}

    def test_without_a_token_a_public_rpc_works(self, server: Served, public_rpc: Rpc) -> None:
        code, _ = public_rpc.outcome(server.channel, NOBODY)
        assert code in {"OK", "INVALID_ARGUMENT"}

    def test_without_a_token_the_caller_is_told_to_bring_one(
        self, server: Served, guarded_rpc: Rpc
    ) -> None:
        said = guarded_rpc.outcome(server.channel, NOBODY)
        assert ("UNAUTHENTICATED", "TOKEN_NEEDED") == said

    def test_a_token_that_is_no_good_is_refused_even_where_none_is_needed(
        self, server: Served, rpc: Rpc
    ) -> None:
        said = {
            name: rpc.outcome(server.channel, (("authorization", spoiled(server)),))
            for name, spoiled in SPOILED.items()
        }
        assert dict.fromkeys(SPOILED, ("UNAUTHENTICATED", "TOKEN_REFUSED")) == said

    def test_who_has_no_role_and_no_tier_is_refused(self, server: Served, guarded_rpc: Rpc) -> None:
        said = guarded_rpc.outcome(server.channel, server.caller(tier=Tier.PUBLIC).metadata)
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said

    def test_what_a_token_claims_is_worth_nothing_for_someone_we_do_not_know(
        self, server: Served, guarded_rpc: Rpc
    ) -> None:
        roles = {"roles": list(PERMISSIONS)}
        token = server.issuer.token(tier="TRUSTED", realm_access=roles, rights_version=1000)
        said = guarded_rpc.outcome(server.channel, bearer(token))
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said

    def test_a_role_that_only_the_token_of_the_same_rights_version_names_is_worth_nothing(
        self, server: Served, guarded_rpc: Rpc
    ) -> None:
        subject, roles = str(uuid4()), {"roles": list(PERMISSIONS)}
        server.rows.keep(a_row(subject, tier=Tier.PUBLIC))
        token = server.issuer.token(subject, tier="TRUSTED", realm_access=roles, rights_version=1)
        said = guarded_rpc.outcome(server.channel, bearer(token))
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said

    def test_a_service_may_call_only_what_names_it(self, server: Served, guarded_rpc: Rpc) -> None:
        names = ("alerts", "identity", "gateway", "")
        let_in = {
            name
            for name in names
            if guarded_rpc.outcome(server.channel, server.service(name).metadata)[0]
            != "PERMISSION_DENIED"
        }
        assert set(guarded_rpc.rule.services).intersection(names) == let_in

    @pytest.mark.parametrize("proof", STALE_PROOFS.values(), ids=STALE_PROOFS.keys())
    def test_without_a_fresh_second_factor_the_caller_is_told_which_and_how_fresh(
        self, server: Served, stepped_up_rpc: Rpc, proof: Callable[[int], dict[str, Any]]
    ) -> None:
        with refusal() as refused:
            stepped_up_rpc.call(server.channel, known(server, stepped_up_rpc.rule, **proof(_now())))
        assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason
        assert {"acr": "aal2", "max_age_seconds": "900"} == refused.said.metadata

    def test_a_second_factor_of_14_minutes_ago_is_fresh(
        self, server: Served, stepped_up_rpc: Rpc
    ) -> None:
        """The control of the test above."""
        times = {"1": _now(), "2": _now() - 840}
        code, _ = stepped_up_rpc.outcome(
            server.channel, known(server, stepped_up_rpc.rule, loa_times=times)
        )
        assert code not in DOOR_CODES

    def test_who_may_not_do_it_is_not_asked_for_a_second_factor_first(
        self, server: Served, stepped_up_rpc: Rpc
    ) -> None:
        nobody = server.caller(tier=Tier.PUBLIC, aal2=False)
        said = stepped_up_rpc.outcome(server.channel, nobody.metadata)
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == said

    def test_a_server_without_the_door_would_ask_nobody_who_they_are(
        self, services: Services, guarded_rpc: Rpc
    ) -> None:
        """The control of the whole suite: every refusal above is the door's own."""
        with unguarded(services) as channel:
            code, reason = guarded_rpc.outcome(channel, NOBODY)
        assert code not in DOOR_CODES
        assert reason in {"", "INTERNAL"}
