"""The real gateway, on a scripted backend, as a program that calls it sees it."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import Any, Final

from apiflask import APIFlask
from redis import Redis
from werkzeug.test import TestResponse

from chassis.configuration import Address
from services.gateway.app import build_app
from services.gateway.clients import Clients
from services.gateway.config import GatewaySettings
from tests.contract.gateway.backend import PATIENCE_SECONDS, Gate, ScriptedBackend
from tests.contract.gateway.routes import KEY, Route
from tests.fakes.signing import AUDIENCE, ISSUER, TestIssuer

FRIEND: Final = "https://members.example"
"""The origin that the gateway's settings name."""

_HERE: Final = Address("127.0.0.1", 0)
_ADDRESSES: Final = (str(each) for each in ip_network("10.0.0.0/8").hosts())


@contextmanager
def nobody_there() -> Iterator[str]:
    """An address where nothing listens, and nothing else can begin to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{held.getsockname()[1]}"


def settings(backend: str, valkey: str, **other: Any) -> GatewaySettings:
    """Settings of a gateway before this backend."""
    said: dict[str, Any] = {
        "listen": _HERE,
        "metrics": _HERE,
        "threads": 32,
        "valkey_url": f"redis://{valkey}",
        "identity_address": backend,
        "alerts_address": backend,
        "content_address": backend,
        "engagement_address": backend,
        "analytics_address": backend,
        "training_address": backend,
        "cors_origins": (FRIEND,),
        "issuer": ISSUER,
        "oidc_url": ISSUER,
        "jwks_url": "http://keycloak.test/certs",
        "audience": AUDIENCE,
        "client_id": "isp-web",
        "client_secret": "not-used-here",
        "session_key": "a-key-of-the-tests",
        "stream_origin": "https://stream.example",
        "files_origin": "https://files.example",
        "public_url": "https://isp.example",
        "deadline_seconds": 5,
        "trusted_proxies": 0,
    }
    return GatewaySettings(**said | other)


@dataclass(frozen=True)
class Gateway:
    """A gateway, and the address from which it is asked."""

    app: APIFlask
    backend: ScriptedBackend
    issuer: TestIssuer
    address: str = "192.0.2.1"

    def token(self, subject: str | None = None, **claims: object) -> dict[str, str]:
        """The header of someone who is signed in."""
        return {"Authorization": f"Bearer {self.issuer.token(subject, **claims)}"}

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> TestResponse:
        """Send a request."""
        client = self.app.test_client(use_cookies=False)
        more.setdefault("environ_base", {"REMOTE_ADDR": self.address})
        return client.open(path, method=method, headers=headers or {}, **more)

    def take(self, route: Route, **headers: str) -> TestResponse:
        """Send the good request of a route, with these headers instead of its own."""
        said = route.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        body: dict[str, Any] = {} if route.body is None else {"json": route.body}
        return self.ask(route.method, route.path, said, query_string=route.query, **body)

    @contextmanager
    def holding(self, rpc: str, method: str, path: str) -> Iterator[Future[TestResponse]]:
        """Keep one request under way while the block runs; its answer is there after it."""
        gate: Gate = self.backend.hold(rpc)
        with ThreadPoolExecutor(1) as pool:
            try:
                under_way = pool.submit(self.ask, method, path)
                assert gate.reached.wait(PATIENCE_SECONDS)
                yield under_way
            finally:
                gate.opened.set()


NewGateway = Callable[..., Gateway]


@contextmanager
def as_new(gateway: Gateway) -> Iterator[Gateway]:
    """Lend a gateway that has counted nothing, and take back what the block put into it.

    It is asked from an address of its own: requests without a good token are counted by address.
    Building one takes a hundred times as long as asking it.
    """
    extensions = gateway.app.extensions
    kept = dict(extensions)
    extensions["isp-rates"]._own.storage.reset()
    extensions["isp-rates"]._lately.clear()
    try:
        yield replace(gateway, address=next(_ADDRESSES))
    finally:
        extensions.clear()
        extensions.update(kept)


def gateway_maker(
    backend: ScriptedBackend, clients: Clients, issuer: TestIssuer, address: str, valkey: str
) -> NewGateway:
    """What makes gateways on one backend; settings given to it differ from the usual.

    An unverified one looks for Keycloak's keys itself.
    """

    def make(*, verified: bool = True, store: Redis | None = None, **other: Any) -> Gateway:
        app = build_app(settings(address, valkey, **other), None if other else clients, store)
        if verified:
            app.extensions["isp-verifier"] = issuer.verifier()
        return Gateway(app, backend, issuer)

    return make


def problem(answer: TestResponse) -> dict[str, Any]:
    """What a problem says, having looked that it is one (RFC 9457)."""
    assert "application/problem+json" == answer.content_type
    said: dict[str, Any] = answer.get_json()
    assert {"type", "title", "status", "detail", "reason"} <= said.keys()
    assert f"/problems/{said['reason'].lower().replace('_', '-')}" == said["type"]
    assert answer.status_code == said["status"]
    assert said["title"]
    assert said["detail"]
    return said


def status_and_reason(answer: TestResponse) -> tuple[int, str]:
    """The two words by which programs tell problems apart."""
    return answer.status_code, problem(answer)["reason"]


def with_key() -> dict[str, str]:
    """The header of a creating request."""
    return {"Idempotency-Key": KEY}
