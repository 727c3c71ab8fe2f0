"""What every answer says to browsers and caches, good or bad."""

from dataclasses import dataclass
from typing import Any

import grpc
import pytest
from werkzeug.test import TestResponse

from chassis.errors import Denied, TokenNeeded, Unavailable
from services.gateway.limits import RESERVED_THREADS
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.stage import FRIEND, Gateway, NewGateway

STRANGER = "https://evil.example"


@dataclass(frozen=True)
class Kind:
    """One kind of answer: how to get it, and its status."""

    name: str
    status: int
    path: str = "/v1/alerts"
    method: str = "GET"
    failure: Exception | None = None
    headers: tuple[tuple[str, str], ...] = ()
    data: bytes | None = None

    def of(self, gateway: Gateway, **headers: str) -> TestResponse:
        if self.failure:
            gateway.backend.refuse(self.failure)
        body: dict[str, Any] = {} if self.data is None else {"data": self.data}
        answer = gateway.ask(self.method, self.path, dict(self.headers) | headers, **body)
        assert self.status == answer.status_code
        return answer

    def __str__(self) -> str:
        return self.name


API = [
    Kind("good", 200),
    Kind("not changed", 304, f"/v1/alerts/{ALERT_ID}", headers=(("If-None-Match", '"v3"'),)),
    Kind("leads on", 307, "/v1/alerts/stream"),
    Kind("wrong question", 400, "/v1/alerts?page_size=0"),
    Kind(
        "malformed",
        400,
        "/v1/registrations/confirm",
        "POST",
        data=b"{",
        headers=(("Content-Type", "application/json"),),
    ),
    Kind("not signed in", 401, failure=TokenNeeded("Sign in first.")),
    Kind("not signed in, said here", 401, "/v1/session"),
    Kind("denied", 403, failure=Denied("No.")),
    Kind("no such address", 404, "/v1/nothing"),
    Kind("no such method", 405, method="DELETE"),
    Kind(
        "too large",
        413,
        "/v1/registrations/confirm",
        "POST",
        data=b" " * 300_000,
        headers=(("Content-Type", "application/json"),),
    ),
    Kind("no version", 428, f"/v1/alerts/{ALERT_ID}/submission", "POST"),
    Kind("our fault", 500, failure=NotOurs(grpc.StatusCode.INTERNAL)),
    Kind("away", 503, failure=Unavailable("Away.")),
]
OTHERS = [
    Kind("the home page", 200, "/"),
    Kind("the reference", 200, "/reference"),
    Kind("the document", 200, "/openapi.json"),
    Kind("a file", 200, "/static/app.css"),
    Kind("no such page", 404, "/nothing"),
    Kind("a page that is away", 503, "/register/confirm", "POST", failure=Unavailable("Away.")),
]

every_answer = pytest.mark.parametrize("kind", [*API, *OTHERS], ids=str)
every_api_answer = pytest.mark.parametrize("kind", API, ids=str)


@every_answer
def test_an_answer_guards_itself_and_an_error_is_kept_by_no_cache(
    gateway: Gateway, kind: Kind
) -> None:
    headers = kind.of(gateway, Origin=FRIEND).headers
    assert {"Set-Cookie", "Server", "Access-Control-Allow-Credentials"}.isdisjoint(headers.keys())
    assert kind.status < 400 or headers["Cache-Control"] == "private, no-store"
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "DENY" == headers["X-Frame-Options"]
    assert "no-referrer" == headers["Referrer-Policy"]
    assert "same-origin" == headers["Cross-Origin-Opener-Policy"]
    assert "same-origin" == headers["Cross-Origin-Resource-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    page = "text/html" in headers.get("Content-Type", "") and not kind.path.startswith("/v1/")
    assert ("script-src 'self';" in policy) is page
    assert "unsafe" not in policy


@every_api_answer
def test_what_a_signed_in_person_gets_is_kept_by_no_cache(gateway: Gateway, kind: Kind) -> None:
    answer = kind.of(gateway, **gateway.token()) if kind.path != "/v1/session" else kind.of(gateway)
    assert "private, no-store" == answer.headers["Cache-Control"]


def test_only_what_is_the_same_for_everyone_may_be_kept(gateway: Gateway) -> None:
    for path in ("/v1/alerts", f"/v1/alerts/{ALERT_ID}"):
        assert "public, max-age=5" == gateway.ask("GET", path).headers["Cache-Control"]
    for path in ("/v1/me", "/v1/verifications"):
        assert "private, no-store" == gateway.ask("GET", path).headers["Cache-Control"]


@every_api_answer
def test_an_answer_varies_with_who_asks_and_from_where(gateway: Gateway, kind: Kind) -> None:
    """A cache that may keep it must not give it to a page of another origin."""
    for origin in ({"Origin": FRIEND}, {"Origin": STRANGER}, {}):
        assert {"Authorization", "Origin"} <= set(kind.of(gateway, **origin).vary)


@every_api_answer
def test_a_page_of_a_known_origin_may_read_the_answer(gateway: Gateway, kind: Kind) -> None:
    headers = kind.of(gateway, Origin=FRIEND).headers
    assert FRIEND == headers["Access-Control-Allow-Origin"]
    exposed = set(headers["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Location", "Link", "Retry-After"} <= exposed


@every_api_answer
def test_a_page_of_another_origin_may_not(gateway: Gateway, kind: Kind) -> None:
    for origin in (STRANGER, "null", f"{FRIEND}.evil.example", FRIEND.replace("https", "http")):
        headers = kind.of(gateway, Origin=origin).headers
        assert [] == [name for name, _ in headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize("kind", OTHERS, ids=str)
def test_pages_are_for_no_other_origin(gateway: Gateway, kind: Kind) -> None:
    assert "Access-Control-Allow-Origin" not in kind.of(gateway, Origin=FRIEND).headers


def preflight(gateway: Gateway, origin: str, asked: str) -> TestResponse:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": asked,
    }
    return gateway.ask("OPTIONS", "/v1/alerts", headers)


@pytest.mark.parametrize("header", ["authorization", "content-type", "idempotency-key", "if-match"])
def test_a_page_of_a_known_origin_may_send_what_a_request_needs(
    gateway: Gateway, header: str
) -> None:
    headers = preflight(gateway, FRIEND, header).headers
    assert header in headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert "POST" in headers["Access-Control-Allow-Methods"].split(", ")
    assert "600" == headers["Access-Control-Max-Age"]


def test_and_nothing_else(gateway: Gateway) -> None:
    """The control of the test above."""
    assert "Access-Control-Allow-Headers" not in preflight(gateway, FRIEND, "x-other").headers
    refused = preflight(gateway, STRANGER, "authorization").headers
    assert "Access-Control-Allow-Headers" not in refused
    assert [] == gateway.backend.heard


def test_without_a_known_origin_there_is_none(new_gateway: NewGateway) -> None:
    closed = new_gateway(cors_origins=())
    headers = closed.ask("GET", "/v1/alerts", {"Origin": FRIEND}).headers
    assert "Access-Control-Allow-Origin" not in headers


def test_what_is_shed_or_limited_guards_itself_too(new_gateway: NewGateway) -> None:
    narrow = new_gateway(threads=RESERVED_THREADS + 1)
    with narrow.holding("GetMe", "GET", "/v1/me"):
        shed = narrow.ask("GET", "/v1/verifications", {"Origin": FRIEND})
    for _ in range(31):
        limited = narrow.ask("POST", "/v1/registrations/confirm", {"Origin": FRIEND}, json={})
    assert (503, 429) == (shed.status_code, limited.status_code)
    for answer in (shed, limited):
        assert FRIEND == answer.headers["Access-Control-Allow-Origin"]
        assert "private, no-store" == answer.headers["Cache-Control"]
        assert "nosniff" == answer.headers["X-Content-Type-Options"]


def test_without_https_nothing_is_said_of_it(new_gateway: NewGateway) -> None:
    plain = new_gateway(public_url="http://127.0.0.1")
    assert "Strict-Transport-Security" not in plain.ask("GET", "/").headers
