"""Who looks at a page: nobody, or the person whom the session names."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Final, NamedTuple, ParamSpec, TypeVar

from flask import current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from chassis.errors import Unavailable
from services.gateway.pages.grants import Grants
from services.gateway.pages.kept import carried, keep_form
from services.gateway.pages.language import address
from services.gateway.pages.sessions import SessionsUnavailable

P = ParamSpec("P")
R = TypeVar("R")

JUST_NOW_SECONDS: Final = 60
BY_PASSKEY: Final = "isp.alerts.v1"
"""The contracts whose RPCs take the token of a sign-in by passkey; others hear nobody."""

_UNTIL: Final = "passkey_until"


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
    until = passkey_until()
    return None if until is not None and time.time() >= until else _named()


def _named() -> Visitor | None:
    """Return whose the session is or was: a sign-in by passkey may have ended meanwhile."""
    kept = session.get("visitor")
    return None if kept is None else Visitor(**kept)


def passkey_until() -> float | None:
    """Return until when a sign-in by passkey is or was good, in Unix time; None for others.

    Beside the visitor, so that a gateway of the version before reads such a session too.
    """
    said: float | None = session.get(_UNTIL)
    return said


def passkey_ends() -> datetime | None:
    """Return when the sign-in of who came in by a passkey ends; None for others."""
    until = passkey_until()
    return datetime.fromtimestamp(until, UTC) if until is not None and visitor() else None


def remember(who: Visitor, *, passkey_until: float | None = None) -> None:
    """Begin a session for someone who has just signed in, under a new name."""
    kept = carried(who.subject)
    # Before it is cleared: an empty session would keep its name, which another may have chosen.
    current_app.session_interface.regenerate(session)  # type: ignore[attr-defined] # Flask-Session's
    session.clear()
    session["visitor"] = asdict(who)
    if passkey_until is not None:
        session[_UNTIL] = passkey_until
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


def bearer_for(contract: str) -> str | None:
    """Return the Authorization of a call by a contract, such as isp.alerts.v1; None for nobody.

    Raises:
        Unavailable: as `bearer`.
    """
    return bearer() if passkey_until() is None or contract == BY_PASSKEY else None


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


class Came(NamedTuple):
    """Whose a session is or was, and whether they came in by a passkey."""

    subject: str | None
    by_passkey: bool


def came() -> Came:
    """Return that of the present session; one that is found to have ended says nothing any more."""
    who = _named()
    return Came(who.subject if who else None, passkey_until() is not None)


def to_sign_in(who: Came, *, acr: str = "aal1", max_age: int | None = None) -> Response:
    """Keep what was typed, and return the way to sign in and back to this page.

    That is Keycloak's page, or ours of passkeys for who came in by one. `max_age` is how many
    seconds ago one may have signed in, where Keycloak's own rule is looser.
    """
    keep_form(who.subject)
    here = request.full_path.rstrip("?") if request.method == "GET" else _page_of(request.path)
    if who.by_passkey:
        return redirect(address("passkey_sign_in.ask", next=here))
    return redirect(url_for("auth.sign_in", next=here, acr=acr, max_age=max_age))


def _page_of(path: str) -> str:
    """Return the page on which a form is that is sent to a path: that one, or one above it."""
    known = current_app.url_map.bind("")
    while path.rpartition("/")[0]:
        try:
            known.match(path, "GET")
        except (MethodNotAllowed, NotFound):
            path = path.rpartition("/")[0]
        else:
            break
    return path


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Let only those see a page who are signed in; others sign in, with what they typed kept."""

    @wraps(view)
    def seen(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        g.needs_visitor = True
        if g.get("sessions_away"):
            raise SessionsUnavailable("Sign-in is away for a moment. Try again shortly.")
        who = came()
        if visitor() is None or bearer() is None:
            return to_sign_in(who)
        return view(*args, **kwargs)

    return seen
