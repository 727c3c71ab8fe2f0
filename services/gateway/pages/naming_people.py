"""Whom a document is for by name: addresses become what a marking names, and nobody is listed."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext

from isp.identity.v1 import naming_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask
from services.gateway.pages.visitors import visitor

MOST: Final = 50
_REASONABLE: Final = 254


def each_line(said: str | None) -> list[str]:
    """Return what stands on the lines of a field, without those that are empty."""
    return [line for each in (said or "").splitlines() if (line := each.strip())]


def wrong_line(line: str) -> bool:
    """Tell whether a line is neither an address nor an id."""
    return not (_is_id(line) or ("@" in line and len(line) <= _REASONABLE))


def named_by(form: Any) -> list[str]:
    """Return the subjects that a form's lines name, the editor among them.

    An address without an account gives an id of nobody's, so this tells of none. Who writes what
    they could not read themselves would not find it again.
    """
    lines = each_line(form.named_people.data)
    me = visitor()
    found = subjects_of([each for each in lines if not _is_id(each)])
    ids = [str(UUID(each)) for each in lines if _is_id(each)]
    return sorted({*found, *ids, *([me.subject] if me else [])})


def subjects_of(emails: Sequence[str]) -> Sequence[str]:
    """Return a subject for each address."""
    if not emails:
        return ()
    message = naming_pb2.NamePeopleRequest(emails=emails)
    found: Sequence[str] = ask(clients().naming.NamePeople, message).subjects
    return found


def is_named(line: str, named: Sequence[str]) -> bool:
    """Tell whether an address or an id is among those that are named."""
    (subject,) = [str(UUID(line))] if _is_id(line) else subjects_of([line])
    return subject in named


def said_of(line: str, named: Sequence[str]) -> str:
    """Say whether somebody is among those whom a document is for."""
    if is_named(line, named):
        return str(gettext("This one is among those who are named."))
    return str(gettext("This one is not among those who are named."))


def _is_id(line: str) -> bool:
    try:
        UUID(line)
    except ValueError:
        return False
    return True
