"""The way to Keycloak: with what a rule asks for, and only while somebody is there."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.contract.gateway.stage import NewGateway
from tests.fakes.valkey import MemoryValkey


class Keycloak:
    """Says where its pages are, as OpenID Connect Discovery 1.0 has it."""

    def __init__(self) -> None:
        keycloak = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps({"authorization_endpoint": f"{keycloak.address}/auth"}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its own
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self) -> None:
        """Be away; once more does nothing."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def keycloak() -> Iterator[Keycloak]:
    there = Keycloak()
    yield there
    there.end()


def way(new_gateway: NewGateway, keycloak: Keycloak) -> Callable[[str], TestResponse]:
    gateway = new_gateway(store=MemoryValkey(), oidc_url=keycloak.address)
    return lambda query: gateway.ask("GET", f"/auth/sign-in?{query}")


@pytest.mark.parametrize(
    ("said", "sent"), [("&max_age=300", ["300"]), ("", None), ("&max_age=x", None)]
)
def test_a_fresher_sign_in_is_asked_for_where_a_rule_says_so(
    new_gateway: NewGateway, keycloak: Keycloak, said: str, sent: list[str] | None
) -> None:
    answer = way(new_gateway, keycloak)(f"next=/account&acr=aal2{said}")
    asked = parse_qs(urlsplit(answer.location).query)
    assert (302, True) == (answer.status_code, answer.location.startswith(keycloak.address))
    assert (["aal2"], sent) == (asked["acr_values"], asked.get("max_age"))


def test_nobody_is_sent_to_a_keycloak_that_died_since(
    new_gateway: NewGateway, keycloak: Keycloak
) -> None:
    """What it said of itself is still known then, and would do for a redirect."""
    ask = way(new_gateway, keycloak)
    assert 302 == ask("next=/account").status_code
    keycloak.end()
    answer = ask("next=/account")
    assert (503, "text/html") == (answer.status_code, answer.mimetype)
    assert "/sign-in/passkey?next=/account" in answer.text.replace("%2F", "/")
