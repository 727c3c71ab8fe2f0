"""A partner's site as small as one can be: a trade body's, where people sign in with our account.

`python -m stack.partner.sample PORT FOLDER ISSUER [HOST]` runs it. Who it is to Keycloak stands in
FOLDER/registration.json, which registering it through the front writes; until then it says so. It
is a relying party as any other: Authlib does what OpenID Connect says, and nothing here is ours.
"""

import json
import logging
import secrets
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, abort, redirect, render_template_string, request, session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from stack.partner.catalogue import GUIDES, PATH, catalogue, signing_key
from stack.places import CHECKOUT
from stack.program import Program, answers_http

NAME: Final = "Demonstration trade site"
REGISTRATION: Final = "registration.json"
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
"""OpenID Connect Back-Channel Logout 1.0, section 2.4."""

_LOGOUT_AGE_SECONDS: Final = 120
_TIMEOUT_SECONDS: Final = 5
_PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Demonstration trade site</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>
<h1>Demonstration trade site</h1>
<p>A partner of the Information Sharing Platform. Demonstration, not official.</p>
{% if who %}
<p>You are signed in.</p>
<dl>{% for name, value in who.items() %}<dt>{{ name }}</dt><dd id="{{ name }}">{{ value }}</dd>
{% endfor %}</dl>
<form method="post" action="/leave"><button>Sign out here</button></form>
{% elif known %}
<p><a href="/sign-in">Sign in with your account of the platform</a></p>
{% else %}
<p>This site is not registered with the platform yet.</p>
{% endif %}
</main></body></html>
"""

_GUIDE: Final = """<!DOCTYPE html>
<html lang="{{ guide.language }}"><head><meta charset="utf-8"><title>{{ guide.title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>
<h1>{{ guide.title }}</h1><p>{{ guide.summary }}</p></main></body></html>
"""


def program(port: int, folder: Path, issuer: str) -> Program:
    """Return the sample site."""
    return Program(
        name="partner",
        command=(sys.executable, "-m", "stack.partner.sample", str(port), str(folder), issuer),
        environment={},
        folder=CHECKOUT,
        ready=answers_http(f"http://127.0.0.1:{port}/"),
        priority=30,
    )


@dataclass(slots=True, kw_only=True)
class Visits:
    """Who is signed in here, by a random name that their cookie holds. Kept in memory alone."""

    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, claims: dict[str, str]) -> str:
        """Keep what a person's token said, and return the name."""
        name = secrets.token_urlsafe(24)
        with self.lock:
            self.kept[name] = claims
        return name

    def of(self, name: str | None) -> dict[str, str] | None:
        """Return what is kept under a name."""
        with self.lock:
            return self.kept.get(name or "")

    def end(self, *, sid: str | None = None, name: str | None = None) -> int:
        """Forget the visits of a session of Keycloak's, or one; return how many."""
        with self.lock:
            gone = [
                each
                for each, claims in self.kept.items()
                if each == name or (sid is not None and claims.get("sid") == sid)
            ]
            for each in gone:
                del self.kept[each]
        return len(gone)


class Site:
    """What the site is made of."""

    def __init__(self, base: str, folder: Path, issuer: str) -> None:
        self.app = Flask(__name__)
        # Cookies of localhost are not told apart by port: this must not be the gateway's.
        self.app.config.update(SESSION_COOKIE_NAME="trade_site", SESSION_COOKIE_SAMESITE="Lax")
        self.app.secret_key = secrets.token_bytes(32)
        self.visits = Visits()
        self._base, self._folder, self._issuer = base, folder, issuer
        self._oauth: tuple[dict[str, str], Any] | None = None
        rule = self.app.add_url_rule
        rule("/", view_func=self.home)
        rule("/sign-in", view_func=self.sign_in)
        rule("/signed-in", view_func=self.signed_in)
        rule("/leave", view_func=self.leave, methods=["POST"])
        rule("/signed-out", view_func=self.signed_out, methods=["POST"])
        rule(PATH, view_func=self.catalogue)
        rule("/guides/<name>", view_func=self.guide)
        self._key = signing_key(folder)

    def home(self) -> str:
        """Show who is signed in."""
        who = self.visits.of(session.get("visit"))
        return render_template_string(_PAGE, who=who, known=self._registration() is not None)

    def catalogue(self) -> tuple[str, int, dict[str, str]]:
        """Publish what the trade body has, signed."""
        return catalogue(self._base, self._key), 200, {"Content-Type": "application/jose"}

    def guide(self, name: str) -> str:
        """Show one guide."""
        found = next((each for each in GUIDES if each["id"] == name), None)
        if found is None:
            abort(404)
        return render_template_string(_GUIDE, guide=found)

    def sign_in(self) -> Response:
        """Send the browser to Keycloak."""
        answer: Response = self._client().authorize_redirect(f"{self._base}/signed-in")
        return answer

    def signed_in(self) -> Response:
        """Take what Keycloak sends the browser back with."""
        try:
            said = self._client().authorize_access_token()
        except OAuthError:
            return redirect("/")
        claims = {
            name: str(said["userinfo"][name])
            for name in ("sub", "verified", "name", "email", "sid")
            if name in said["userinfo"]
        }
        session["visit"] = self.visits.begin(claims)
        return redirect("/")

    def leave(self) -> Response:
        """Sign out here alone."""
        self.visits.end(name=session.pop("visit", None))
        return redirect("/")

    def signed_out(self) -> tuple[str, int, dict[str, str]]:
        """End the visits of whoever Keycloak signed out: its own call, not a browser's."""
        said = self._logout_token(request.form.get("logout_token", ""))
        if said is None:
            return "invalid_request", 400, {"Cache-Control": "no-store"}
        self.visits.end(sid=str(said["sid"]))
        return "", 200, {"Cache-Control": "no-store"}

    def _registration(self) -> dict[str, str] | None:
        file = self._folder / REGISTRATION
        if not file.exists():
            return None
        found: dict[str, str] = json.loads(file.read_text("utf-8"))
        return found

    def _client(self) -> Any:
        known = self._registration()
        if known is None:
            abort(503)
        if self._oauth is None or self._oauth[0] != known:
            oauth = OAuth(self.app)
            client = oauth.register(
                f"platform-{known['client_id']}",
                client_id=known["client_id"],
                client_secret=known["secret"],
                server_metadata_url=f"{self._issuer}/.well-known/openid-configuration",
                client_kwargs={
                    "scope": "openid",
                    "code_challenge_method": "S256",
                    "default_timeout": _TIMEOUT_SECONDS,
                },
            )
            self._oauth = (known, client)
        return self._oauth[1]

    def _logout_token(self, text: str) -> dict[str, Any] | None:
        """Return what a good logout token says, else None (section 2.6 of the same)."""
        known = self._registration()
        if known is None:
            return None
        try:
            answer = requests.get(
                f"{self._issuer}/protocol/openid-connect/certs", timeout=_TIMEOUT_SECONDS
            )
            keys = [each for each in answer.json()["keys"] if each.get("alg") == "ES256"]
            token = jwt.decode(text, KeySet.import_key_set({"keys": keys}), algorithms=["ES256"])
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": known["client_id"]},
                sid={"essential": True},
                jti={"essential": True},
            ).validate(token.claims)
        except (requests.RequestException, JoseError, ValueError, KeyError):
            return None
        claims: dict[str, Any] = token.claims
        recent = abs(time.time() - float(claims.get("iat", 0))) < _LOGOUT_AGE_SECONDS
        is_logout = LOGOUT_EVENT in claims.get("events", {}) and "nonce" not in claims
        return claims if recent and is_logout else None


def main(port: int, folder: Path, issuer: str, host: str = "127.0.0.1") -> None:
    """Serve until told to stop."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # addresses hold codes
    site = Site(f"http://localhost:{port}", folder, issuer)
    server = make_server(host, port, site.app, threaded=True)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], *sys.argv[4:5])
