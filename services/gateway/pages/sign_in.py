"""Signing in and out through Keycloak: OpenID Connect's authorization code with PKCE (RFC 7636)."""

import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import grpc
import requests
from apiflask import APIBlueprint, APIFlask
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import abort, current_app, g, redirect, request, session
from joserfc import jwt
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from chassis.errors import Refusal, Unavailable
from chassis.logs import logger
from chassis.tokens import ALGORITHM, key_id
from isp.identity.v1 import identity_pb2
from services.gateway.clients import clients
from services.gateway.config import GatewaySettings
from services.gateway.pages import language
from services.gateway.pages.grants import Grant, RefreshRefused
from services.gateway.pages.sessions import SessionsUnavailable
from services.gateway.pages.visitors import (
    Visitor,
    came,
    grants,
    remember,
    visitor,
)

auth = APIBlueprint("auth", __name__, url_prefix="/auth", enable_openapi=False)

LEVELS: Final = ("aal1", "aal2")
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
"""OpenID Connect Back-Channel Logout 1.0, section 2.4."""

_LOGOUT_AGE_SECONDS: Final = 120
_TIMEOUT_SECONDS: Final = 5


class SignInUnavailable(Unavailable):
    """Keycloak does not answer; public pages and sessions that are fresh go on."""

    reason = "SIGN_IN_UNAVAILABLE"


class Keycloak:
    """The client `isp-web` at Keycloak's endpoints."""

    def __init__(self, app: APIFlask, settings: GatewaySettings) -> None:
        self._settings = settings
        self.oauth = OAuth(app).register(
            "keycloak",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.oidc_url}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT_SECONDS,
            },
        )

    def look(self) -> None:
        """See whether Keycloak is there: a browser that is sent to nobody reads its own error.

        Raises:
            SignInUnavailable: it is not.
        """
        try:
            address = f"{self._settings.oidc_url}/.well-known/openid-configuration"
            requests.get(address, timeout=_TIMEOUT_SECONDS).raise_for_status()
        except requests.RequestException as error:
            raise SignInUnavailable("Sign-in is away for a moment. Try again shortly.") from error

    def refresh(self, token: str) -> Mapping[str, Any]:
        """Exchange a refresh token: see grants.Refresh."""
        try:
            answer = requests.post(
                f"{self._settings.oidc_url}/protocol/openid-connect/token",
                data={"grant_type": "refresh_token", "refresh_token": token},
                auth=(self._settings.client_id, self._settings.client_secret),
                timeout=_TIMEOUT_SECONDS,
            )
            said: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise SignInUnavailable("Sign-in is away for a moment. Try again shortly.") from error
        if answer.ok:
            return said
        if said.get("error") == "invalid_grant":
            raise RefreshRefused(str(said.get("error_description")))
        raise SignInUnavailable(f"Sign-in answered {answer.status_code}.")

    def ended_address(self, grant: Grant | None) -> str:
        """Return where a browser ends its session at Keycloak too (RP-Initiated Logout 1.0)."""
        query = {
            "client_id": self._settings.client_id,
            "post_logout_redirect_uri": f"{self._settings.public_url}/",
        }
        if grant is not None:
            query["id_token_hint"] = grant.id_token
        address = f"{self._settings.issuer}/protocol/openid-connect/logout"
        return f"{address}?{urlencode(query)}"


def _keycloak() -> Keycloak:
    found: Keycloak = current_app.extensions["isp-keycloak"]
    return found


@auth.get("/sign-in")
def sign_in() -> Response:
    """Send the browser to Keycloak; `acr=aal2` asks for the second factor too.

    `max_age` asks for all of it anew from who signed in longer ago, in seconds.
    """
    _needs_sessions()
    acr = request.args.get("acr", LEVELS[0])
    if acr not in LEVELS:
        abort(400)
    session["acr"] = acr
    session["next"] = own_path(request.args.get("next", "/"))
    fresh = request.args.get("max_age", type=int)
    return _to_keycloak({} if fresh is None else {"max_age": fresh})


def _to_keycloak(more: Mapping[str, Any]) -> Response:
    """Send the browser to sign in, to the level and then to the page that the session names."""
    _keycloak().look()
    try:
        answer: Response = _keycloak().oauth.authorize_redirect(
            f"{current_app.config['ISP_PUBLIC_URL']}/auth/callback",
            acr_values=session["acr"],
            ui_locales=language.of_path(session["next"]),
            **more,
        )
    except (requests.RequestException, OAuthError, ValueError) as error:
        raise SignInUnavailable("Sign-in is away for a moment. Try again shortly.") from error
    return answer


@auth.get("/callback")
def callback() -> Response:
    """Take what Keycloak sends the browser back with."""
    _needs_sessions()
    after, acr = session.get("next", "/"), session.get("acr", LEVELS[0])
    try:
        said = _keycloak().oauth.authorize_access_token()
    except OAuthError as error:
        # Cancelled, an old link, or another browser's answer (a forged one looks the same).
        logger().warning("sign-in not finished", error=error.error)
        return redirect(language.address("home.sign_in_failed", language.of_path(after)))
    except (requests.RequestException, JoseError, ValueError) as error:
        raise SignInUnavailable("Sign-in is away for a moment. Try again shortly.") from error
    who = said["userinfo"]
    before = visitor()
    name = grants().keep(Grant.of_answer(said, sid=str(who.get("sid", ""))))
    remember(
        Visitor(
            subject=who["sub"],
            name=str(who.get("name") or who["email"]),
            grant=name,
            acr=acr,
            at=time.time(),
        )
    )
    if before is not None:
        grants().drop(before.grant)
    _let_identity_see_them()
    return redirect(after)


def _let_identity_see_them() -> None:
    """Let identity keep the day; without it an account that is used would close as dormant."""
    try:
        clients().call(clients().identity.GetMe, identity_pb2.GetMeRequest())
    except (grpc.RpcError, Refusal) as error:  # they are signed in all the same
        logger().warning("the day of a sign-in was not kept", why=type(error).__name__)


@auth.post("/sign-out")
def sign_out() -> Response:
    """End the session here, and at Keycloak where it began there."""
    _needs_sessions()
    who = visitor()
    by_passkey = came().by_passkey
    grant = grants().drop(who.grant) if who else None
    session.clear()
    return redirect("/" if by_passkey else _keycloak().ended_address(grant))


@auth.post("/backchannel-logout")
def backchannel_logout() -> tuple[str, int, dict[str, str]]:
    """End the sessions of someone whom Keycloak signed out: its own call, not a browser's."""
    said = _logout_token(request.form.get("logout_token", ""))
    if said is None:
        return "invalid_request", 400, {"Cache-Control": "no-store"}
    ended = grants().drop_all_of(str(said["sid"]))
    logger().info("signed out by Keycloak", sessions=ended)
    return "", 200, {"Cache-Control": "no-store"}


def _logout_token(text: str) -> Mapping[str, Any] | None:
    """Return what a good logout token says (Back-Channel Logout 1.0, section 2.6), else None."""
    settings = _keycloak()._settings  # noqa: SLF001 - one module
    try:
        keys = current_app.extensions["isp-signing-keys"].holding(key_id(text))
        token = jwt.decode(text, keys, algorithms=[ALGORITHM])
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.client_id},
            sid={"essential": True},
            jti={"essential": True},
        ).validate(token.claims)
    except (JoseError, ValueError, KeyError):
        return None
    claims: dict[str, Any] = token.claims
    recent = abs(time.time() - float(claims.get("iat", 0))) < _LOGOUT_AGE_SECONDS
    is_logout = LOGOUT_EVENT in claims.get("events", {}) and "nonce" not in claims
    return claims if recent and is_logout else None


def _needs_sessions() -> None:
    if g.get("sessions_away"):
        raise SessionsUnavailable("Sign-in is away for a moment. Try again shortly.")


def own_path(said: str) -> str:
    """Return a path of ours, whatever was said: nobody is sent elsewhere by a link to us."""
    parts = urlsplit(said)
    ours = said.startswith("/") and not said.startswith(("//", "/\\")) and not parts.netloc
    return said if ours and said.isprintable() and "\\" not in said else "/"
