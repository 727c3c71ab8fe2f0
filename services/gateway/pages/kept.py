"""What someone typed, kept while they go to Keycloak and back: to sign in anew, or for a factor.

In the session, so it is theirs alone; the next look at the same form takes it out again.
"""

import time
from typing import Any, Final

from flask import request, session
from werkzeug.datastructures import ImmutableMultiDict

LONGEST: Final = 20_000
"""Characters; no form of ours needs as many."""

KEPT_SECONDS: Final = 900
"""Long enough to sign in; on a shared computer nobody who comes later finds it."""

_KEY: Final = "kept"
_NEVER: Final = frozenset({"csrf_token", "digest", "version", "credential"})
"""What the page says itself, or is good once: a second look must be at what stands there then."""


def keep_form(of: str | None) -> None:
    """Keep the form of the present request, if it is one: for `of`, a subject.

    None where a session had ended and nobody knows whose it was: it is for who signs in next.
    """
    if request.method != "POST":
        return
    fields = [(name, value) for name, value in request.form.items(multi=True)]
    fields = [(name, value) for name, value in fields if name not in _NEVER]
    if sum(len(name) + len(value) for name, value in fields) <= LONGEST:
        session[_KEY] = {
            "path": request.path,
            "fields": fields,
            "of": of,
            "at": time.time(),
        }


def kept_form(sent_to: str = "") -> ImmutableMultiDict[str, str] | None:
    """Return what was kept for the present page, once; None where nothing was.

    `sent_to` is where a form of the page is sent, if that is no page itself.
    """
    kept = _fresh()
    if request.method != "GET" or not kept or kept["path"] != (sent_to or request.path):
        return None
    del session[_KEY]
    return ImmutableMultiDict([(name, value) for name, value in kept["fields"]])


def _fresh() -> Any:
    """Return what is kept, unless it was kept too long ago."""
    kept = session.get(_KEY)
    return kept if kept and time.time() - kept["at"] < KEPT_SECONDS else None


def carried(subject: str) -> dict[str, object]:
    """Return what a session that is begun anew for a person takes along; never another's."""
    kept = _fresh()
    return {_KEY: kept} if kept and kept["of"] in {None, subject} else {}
