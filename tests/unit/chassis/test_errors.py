"""A refusal crosses the wire whole; anything else crosses it blank."""

from collections.abc import Iterator

import grpc
import pytest

from chassis.errors import (
    Conflict,
    Denied,
    Exhausted,
    Invalid,
    NotFound,
    Refusal,
    StepUpRequired,
    Unauthenticated,
    Unavailable,
    Unmet,
    Violation,
)
from chassis.rpc_errors import status_of
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from tests.fakes.serving import Served, refusal, served


class Scripted(privacy_pb2_grpc.PrivacyServiceServicer):
    """Fails with what it is given."""

    failure: Exception | None = None

    def ExportSubject(self, request: object, context: object) -> privacy_pb2.ExportSubjectResponse:
        if self.failure:
            raise self.failure
        return privacy_pb2.ExportSubjectResponse()


@pytest.fixture(scope="module")
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture(scope="module")
def server(scripted: Scripted) -> Iterator[Served]:
    service = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]
    add = privacy_pb2_grpc.add_PrivacyServiceServicer_to_server
    with served({service: lambda server: add(scripted, server)}) as running:
        yield running


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (NotFound, "NOT_FOUND"),
        (Conflict, "ABORTED"),
        (Unmet, "FAILED_PRECONDITION"),
        (Denied, "PERMISSION_DENIED"),
        (Unauthenticated, "UNAUTHENTICATED"),
        (Exhausted, "RESOURCE_EXHAUSTED"),
        (Unavailable, "UNAVAILABLE"),
    ],
)
def test_each_kind_has_its_code_and_keeps_its_reason(
    server: Served, scripted: Scripted, kind: type[Refusal], code: str
) -> None:
    fact = type("SomeFact", (kind,), {"reason": "SOME_FACT"})
    scripted.failure = fact("Said to the caller.")
    stub = privacy_pb2_grpc.PrivacyServiceStub(server.channel)
    with refusal() as refused:
        stub.ExportSubject(
            privacy_pb2.ExportSubjectRequest(), metadata=server.service("identity").metadata
        )
    assert (code, "SOME_FACT") == refused.status_and_reason
    assert "Said to the caller." == refused.said.message


def test_wrong_input_names_each_field(server: Served, scripted: Scripted) -> None:
    scripted.failure = Invalid(Violation("subject", "is no id"), Violation("b.c", "is too long"))
    with refusal() as refused:
        privacy_pb2_grpc.PrivacyServiceStub(server.channel).ExportSubject(
            privacy_pb2.ExportSubjectRequest(), metadata=server.service("identity").metadata
        )
    assert ("subject", "b.c") == tuple(each.field for each in refused.said.violations)


def test_an_unknown_error_reaches_the_caller_blank(server: Served, scripted: Scripted) -> None:
    scripted.failure = RuntimeError("the password is hunter2")
    with pytest.raises(grpc.RpcError) as raised:
        privacy_pb2_grpc.PrivacyServiceStub(server.channel).ExportSubject(
            privacy_pb2.ExportSubjectRequest(), metadata=server.service("identity").metadata
        )
    assert (grpc.StatusCode.INTERNAL, "") == (raised.value.code(), raised.value.details())


def test_a_rule_for_services_refuses_people_and_other_services(
    server: Served, scripted: Scripted
) -> None:
    scripted.failure = None
    stub = privacy_pb2_grpc.PrivacyServiceStub(server.channel)
    request = privacy_pb2.ExportSubjectRequest()
    stub.ExportSubject(request, metadata=server.service("identity").metadata)
    for caller in (server.service("alerts"), server.caller("platform-admin")):
        with refusal() as refused:
            stub.ExportSubject(request, metadata=caller.metadata)
        assert ("PERMISSION_DENIED", "NOT_PERMITTED") == refused.status_and_reason
    with refusal() as refused:
        stub.ExportSubject(request)
    assert ("UNAUTHENTICATED", "TOKEN_NEEDED") == refused.status_and_reason


@pytest.mark.parametrize("value", ["Bearer nonsense", "Basic YTpi", "Bearer ", ""])
def test_a_bad_token_is_never_silently_nobody(
    server: Served, scripted: Scripted, value: str
) -> None:
    with refusal() as refused:
        privacy_pb2_grpc.PrivacyServiceStub(server.channel).ExportSubject(
            privacy_pb2.ExportSubjectRequest(), metadata=(("authorization", value),)
        )
    assert ("UNAUTHENTICATED", "TOKEN_REFUSED") == refused.status_and_reason


def test_a_step_up_says_what_is_needed() -> None:
    status = status_of(StepUpRequired("aal2", 900))
    assert b"max_age_seconds" in status.details[0].value
    assert b"900" in status.details[0].value
