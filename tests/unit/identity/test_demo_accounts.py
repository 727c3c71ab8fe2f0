"""The demonstration's people at a Keycloak that is slow."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from keycloak.exceptions import KeycloakError, KeycloakPostError

from services.identity.domain.demo_people import demo_people
from services.identity.outbound.keycloak.demo_accounts import (
    AT_ONCE,
    TRIES,
    DemoAccountsInKeycloak,
)
from services.identity.outbound.keycloak.reconciler import open_admin

PEOPLE = demo_people(datetime(2026, 11, 24, 12, tzinfo=UTC))


class Realm:
    """Takes imports, and refuses as often as it is told to."""

    def __init__(self, *refusals: int) -> None:
        self.refusals = list(refusals)
        self.imported: list[str] = []

    def change_current_realm(self, name: str) -> None:
        assert name == "isp"

    def partial_import_realm(self, name: str, said: dict[str, Any]) -> None:
        assert (name, said["ifResourceExists"]) == ("isp", "SKIP")
        assert 1 <= len(said["users"]) <= AT_ONCE
        if self.refusals:
            raise KeycloakPostError("refused", response_code=self.refusals.pop(0))
        self.imported += [each["username"] for each in said["users"]]


def test_everybody_is_imported_once_though_an_earlier_import_still_goes_on() -> None:
    realm, pauses = Realm(409, 409), list[float]()
    DemoAccountsInKeycloak(lambda: realm, "isp", pauses.append).import_people(PEOPLE)
    assert [each.subscriber.profile.email for each in PEOPLE] == realm.imported
    assert 2 == len(pauses)


@pytest.mark.parametrize("refusals", [[500], [409] * TRIES])
def test_what_keycloak_goes_on_refusing_is_said(refusals: list[int]) -> None:
    realm = Realm(*refusals)
    with pytest.raises(KeycloakError):
        DemoAccountsInKeycloak(lambda: realm, "isp", lambda _: None).import_people(PEOPLE)
    assert ([], []) == (realm.imported, realm.refusals)


def test_an_import_that_takes_long_is_not_sent_a_second_time() -> None:
    with slow_keycloak(seconds=1.6) as (url, posted):
        admin = open_admin(url, "admin", "secret", answer_seconds=1)
        with pytest.raises(KeycloakError):
            DemoAccountsInKeycloak(lambda: admin, "isp").import_people(PEOPLE)
        time.sleep(1.8)
    assert ["/admin/realms/isp/partialImport"] == posted


@contextmanager
def slow_keycloak(seconds: float) -> Iterator[tuple[str, list[str]]]:
    """Serve a token at once, and an import when so much time has passed."""
    posted: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.endswith("/token"):
                self._say({"access_token": "t", "expires_in": 60, "refresh_token": "r"})
                return
            posted.append(self.path)
            time.sleep(seconds)
            self._say({})

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def _say(self, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", posted
    server.shutdown()
    server.server_close()
