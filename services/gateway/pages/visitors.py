"""Who looks at a page: nobody, or the person whom the session names."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from chassis.errors import Unavailable
from services.gateway.pages.grants import Grants
from services.gateway.pages.kept import carried, keep_form
from services.gateway.pages.sessions import SessionsUnavailable

P = ParamSpec("P")
R = TypeVar("R")

JUST_NOW_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Someone who is signed in, as Keycloak named them then."""

    subject: str
    name: str
    grant: str
    acr: str = "aal1"
    at: float = 0
    """Unix time of the sign-in."""


def grants() -> Grants:
    """Return the grants of this process."""
    found: Grants = current_app.extensions["isp-grants"]
    return found


def visitor() -> Visitor | None:
    """Return who is signed in; looks into no store but the session."""
    kept = session.get("visitor")
    return None if kept is None else Visitor(**kept)


def remember(who: Visitor) -> None:
    """Begin a session for someone who has just signed in, under a new name."""
    kept = carried(who.subject)
    # Before it is cleared: an empty session would keep its name, which another may have chosen.
    current_app.session_interface.regenerate(session)  # type: ignore[attr-defined] # Flask-Session's
    session.clear()
    session["visitor"] = asdict(who)
    session.update(kept)


def has_just_signed_in(acr: str) -> bool:
    """Tell whether a way to Keycloak has just been gone, so that going it again helps nobody."""
    who = visitor()
    enough = who is not None and who.acr >= acr
    return enough and who is not None and time.time() - who.at < JUST_NOW_SECONDS


def bearer() -> str | None:
    """Return the Authorization of the present page's calls; None for nobody.

    While Valkey or Keycloak is away and the token at hand has ended, a public page goes on without.

    Raises:
        Unavailable: this is a page for those who are signed in.
    """
    if "page_bearer" not in g:
        g.page_bearer = _bearer()
    said: str | None = g.page_bearer
    return said


def _bearer() -> str | None:
    who = visitor()
    if who is None:
        return None
    try:
        access = grants().access(who.grant)
    except Unavailable:
        if g.get("needs_visitor"):
            raise
        g.sign_in_away = True  # a public page goes on and says so: shown as to anyone
        return None
    if access is None:  # ended at Keycloak, or too long ago: they are nobody now
        session.clear()
        return None
    return f"Bearer {access}"


def sign_in_is_away() -> bool:
    """Tell whether someone signed in is shown a public page as anyone is, which it must say."""
    return bool(g.get("sign_in_away"))


def to_sign_in(*, acr: str = "aal1", back: str | None = None) -> Response:
    """Return the way to Keycloak's page and back to this one."""
    here = back or (request.full_path.rstrip("?") if request.method == "GET" else request.path)
    return redirect(url_for("auth.sign_in", next=here, acr=acr))


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Let only those see a page who are signed in; others sign in, with what they typed kept."""

    @wraps(view)
    def seen(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        g.needs_visitor = True
        if g.get("sessions_away"):
            raise SessionsUnavailable("Sign-in is away for a moment. Try again shortly.")
        who = visitor()
        if who is None or bearer() is None:
            keep_form(who.subject if who else None)
            return to_sign_in()
        return view(*args, **kwargs)

    return seen
