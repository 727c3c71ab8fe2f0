"""A service's real server with its real interceptors, in this process, on a free port."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import Authenticator
from chassis.rpc_errors import RemoteRefusal, refusal_of
from chassis.server import ServerLimits, build_server
from kernel.tiers import Tier
from tests.fakes.plumbing import MemoryPrincipalRows, a_row
from tests.fakes.signing import TestIssuer


@dataclass(frozen=True)
class Caller:
    """Someone who calls: their subject and the metadata of their calls."""

    subject: str
    metadata: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Served:
    """A running server: its channel, and people who may call it."""

    channel: grpc.Channel
    issuer: TestIssuer
    rows: MemoryPrincipalRows
    address: str = ""

    def caller(
        self, *roles: str, tier: Tier = Tier.REGISTERED, aal2: bool = True, **row: Any
    ) -> Caller:
        """A person with these roles, known to the service and with a fresh token."""
        subject = str(uuid4())
        self.rows.keep(a_row(subject, roles=frozenset(roles), tier=tier, **row))
        claims: dict[str, Any] = {} if aal2 else {"acr": "aal1", "loa_times": {"1": 1}}
        token = self.issuer.token(
            subject, tier=tier.name, realm_access={"roles": list(roles)}, **claims
        )
        return Caller(subject, (("authorization", f"Bearer {token}"),))

    def service(self, name: str) -> Caller:
        """One of the platform's services."""
        token = self.issuer.token(azp=f"svc-{name}", tier=None, acr=None, loa_times=None)
        return Caller(name, (("authorization", f"Bearer {token}"),))


@contextmanager
def served(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    """Serve on a free port until the block ends."""
    issuer, rows = TestIssuer(), MemoryPrincipalRows()
    server = build_server(
        authenticator=Authenticator(issuer.verifier(), rows),
        services=services,
        limits=ServerLimits(threads=4),
    ).grpc
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield Served(channel, issuer, rows, f"127.0.0.1:{port}")
    server.stop(0).wait()


class Refused:
    """What a refused call said."""

    said: RemoteRefusal

    @property
    def status_and_reason(self) -> tuple[str, str]:
        return self.said.code.name, self.said.reason


@contextmanager
def refusal() -> Iterator[Refused]:
    """Expect a call to be refused."""
    refused = Refused()
    with pytest.raises(grpc.RpcError) as raised:
        yield refused
    refused.said = refusal_of(raised.value)
