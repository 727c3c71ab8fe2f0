"""A person with a browser before the real gateway: a cookie, forms, pages; no Keycloak behind."""

import re
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.gateway.pages.grants import Grant, Grants
from services.gateway.pages.visitors import Visitor
from tests.contract.gateway.stage import Gateway
from tests.fakes.valkey import MemoryValkey

HERE: Final = "https://isp.example"
SUBJECT: Final = "33333333-3333-4333-8333-333333333333"


@dataclass
class Browsing:
    """What a browser sees of the gateway."""

    gateway: Gateway
    valkey: MemoryValkey
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.gateway.app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self._open("GET", path, **more)

    def post(self, path: str, fields: dict[str, Any], **more: Any) -> TestResponse:
        """Send a form as the page of it would: with the session's token, from the same site."""
        if "csrf_token" not in fields and self.client.get_cookie(
            "__Host-isp-session", "isp.example"
        ):
            fields = fields | {"csrf_token": self.csrf_token()}
        return self._open("POST", path, data=fields, **more)

    def csrf_token(self) -> str:
        """The token that this session's forms carry."""
        page = self.get("/what-to-do-now").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        return found.group(1)

    def _open(self, method: str, path: str, **more: Any) -> TestResponse:
        more.setdefault("environ_base", {"REMOTE_ADDR": self.gateway.address})
        return self.client.open(path, method=method, base_url=HERE, **more)

    def sign_in(
        self, *, acr: str = "aal1", at: float = 0, seconds: float = 300, name: str = "Given Family"
    ) -> Grant:
        """Have signed in: what the callback leaves behind. `seconds` is the token's life."""
        grants: Grants = self.gateway.app.extensions["isp-grants"]
        grant = Grant(
            access=self.gateway.issuer.token(SUBJECT),
            refresh="refresh-1",
            id_token="id-token",
            expires_at=time.time() + seconds,
            sid="sid-1",
        )
        who = Visitor(subject=SUBJECT, name=name, grant=grants.keep(grant), acr=acr, at=at)
        with self.client.session_transaction(base_url=HERE) as session:
            session["visitor"] = asdict(who)
        return grant


def cookies_of(answer: TestResponse) -> list[str]:
    """The cookies that an answer sets."""
    return answer.headers.getlist("Set-Cookie")
