"""What the xAPI resources are asked, as domain words (xAPI 1.0.3 part 3, 1 and 2)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from werkzeug.wrappers import Request

from chassis.errors import Invalid, Violation
from services.training.domain.errors import SessionUnknown
from services.training.domain.session_keys import secret_is_of, token_is_of
from services.training.domain.unit_documents import Asked
from services.training.domain.xapi import Account
from services.training.inbound.packages_http import PACKAGE
from services.training.usecases.read_statements import Whose
from services.training.usecases.records_ports import StatementQuery

PAGE: Final = 100
"""Statements of one answer, at most."""

LONGEST_ID: Final = 2_000
_BASIC: Final = "Basic "
_FLAGS: Final = {"true": True, "false": False}
_FORMATS: Final = frozenset({"exact", "ids", "canonical"})
_OF_A_LIST: Final = frozenset(
    {"agent", "verb", "activity", "registration", "related_activities", "related_agents"}
    | {"since", "until", "limit", "ascending", "format", "attachments", "more"}
)
_OF_ONE: Final = frozenset({"format", "attachments"})


def token_from(request: Request) -> str:
    """Return the session's token.

    Raises:
        SessionUnknown: there is none, or it is of another package than that of this origin.
    """
    header = request.headers.get("Authorization", "")
    if not header.startswith(_BASIC):
        raise SessionUnknown("Send the auth-token in a header Authorization, after Basic.")
    token = header.removeprefix(_BASIC).strip()
    package_id = request.environ.get(PACKAGE)
    if package_id is None or not token_is_of(token, package_id):
        raise SessionUnknown("No session of this package has this token.")
    return token


def secret_from(request: Request, secret: str) -> str:
    """Return the secret of a fetch.

    Raises:
        SessionUnknown: it is of another package than that of this origin.
    """
    package_id = request.environ.get(PACKAGE)
    if package_id is None or not secret_is_of(secret, package_id):
        raise SessionUnknown("No launch of this package has this address.")
    return secret


def must_know(values: Mapping[str, str], known: frozenset[str]) -> None:
    """See that nothing is asked that the resource does not have (part 3, 1.1).

    Raises:
        Invalid: something is.
    """
    unknown = sorted(values.keys() - known)
    if unknown:
        raise Invalid(*(Violation(each, "is not asked here") for each in unknown))


def id_from(name: str, text: str) -> UUID:
    """Return a UUID.

    Raises:
        Invalid: it is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(Violation(name, "must be a UUID")) from None


def text_from(name: str, values: Mapping[str, str]) -> str:
    """Return a text that must be there.

    Raises:
        Invalid: it is not, or is too long.
    """
    text = values.get(name, "")
    if not 0 < len(text) <= LONGEST_ID or "\0" in text:
        raise Invalid(Violation(name, f"must have 1 to {LONGEST_ID} characters"))
    return text


def iri_from(name: str, values: Mapping[str, str]) -> str:
    """Return an identifier that must be there.

    Raises:
        Invalid: it is not, or is no absolute IRI.
    """
    text = text_from(name, values)
    try:
        absolute = bool(urlsplit(text).scheme)
    except ValueError:
        absolute = False
    if not absolute:
        raise Invalid(Violation(name, "must be an absolute IRI"))
    return text


def moment_from(name: str, values: Mapping[str, str]) -> datetime | None:
    """Return a time, or None where none is said.

    Raises:
        Invalid: it is no time as ISO 8601 writes it.
    """
    if name not in values:
        return None
    try:
        at = datetime.fromisoformat(values[name])
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(Violation(name, "must be a time by ISO 8601")) from None


def agent_from(values: Mapping[str, str], *, required: bool) -> Account | None:
    """Return the account of an agent in JSON.

    Raises:
        Invalid: it is none, or missing though required.
    """
    if "agent" not in values:
        if required:
            raise Invalid(Violation("agent", "must be said"))
        return None
    try:
        account = orjson.loads(values["agent"])["account"]
        home_page, name = account["homePage"], account["name"]
    except (ValueError, KeyError, TypeError):
        raise Invalid(Violation("agent", "must be an agent with an account, in JSON")) from None
    if not isinstance(home_page, str) or not isinstance(name, str):
        raise Invalid(Violation("agent", "must have homePage and name as texts"))
    return Account(home_page, name)


def whose_from(values: Mapping[str, str], *, agent: bool = True) -> Whose:
    """Return whose records are meant; `agent` says whether one must be named.

    Raises:
        Invalid: it is not, or the registration is no UUID.
    """
    said = values.get("registration")
    return Whose(
        agent=agent_from(values, required=agent),
        registration=None if said is None else id_from("registration", said),
    )


def asked_from(request: Request) -> Asked:
    """Return what the request says of the document that it changes (RFC 9110, 13.1)."""
    return Asked(
        if_match=_tags(request.headers.get("If-Match")),
        if_none_match=_tags(request.headers.get("If-None-Match")),
    )


def _tags(header: str | None) -> frozenset[str] | None:
    if header is None:
        return None
    # Some units send a tag without its quotes; RFC 9110 compares If-None-Match weakly.
    tags = (each.strip().removeprefix("W/").strip('"') for each in header.split(","))
    return frozenset(each if each == "*" else f'"{each}"' for each in tags if each)


def one_from(values: Mapping[str, str]) -> tuple[UUID, bool] | None:
    """Return which statement is asked for, and whether as a voided one; None for a list.

    Raises:
        Invalid: both are asked, or something that goes with a list.
    """
    named = [each for each in ("statementId", "voidedStatementId") if each in values]
    if not named:
        return None
    must_know(values, _OF_ONE | {named[0]})
    _must_be_form(values)
    return id_from(named[0], values[named[0]]), named[0] == "voidedStatementId"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which page of which statements; `said` is what the next page's address repeats."""

    query: StatementQuery
    after: int | None
    size: int
    whose: Whose
    ids_only: bool
    said: Mapping[str, str]


def listing_from(values: Mapping[str, str]) -> Listing:
    """Return the page that is asked for.

    Raises:
        Invalid: each parameter that is wrong, or is not known, is named.
    """
    if "more" in values:
        must_know(values, frozenset({"more"}))
        values, after = _opened(values["more"])
    else:
        after = None
    must_know(values, _OF_A_LIST - {"more"})
    _must_be_form(values)
    size = values.get("limit", "0")
    if not size.isascii() or not size.isdigit():
        raise Invalid(Violation("limit", "must be a whole number from 0"))
    query = StatementQuery(
        verb_id=iri_from("verb", values) if "verb" in values else None,
        activity_id=iri_from("activity", values) if "activity" in values else None,
        related=_flag("related_activities", values),
        since=moment_from("since", values),
        until=moment_from("until", values),
        ascending=_flag("ascending", values),
    )
    _flag("related_agents", values)
    return Listing(
        query=query,
        after=after,
        size=min(int(size[:9]) or PAGE, PAGE),
        whose=whose_from(values, agent=False),
        ids_only=values.get("format") == "ids",
        said=values,
    )


def more_after(listing: Listing, after: int | None) -> str:
    """Return the address of the next page, relative to the origin; empty where there is none."""
    if after is None:
        return ""
    token = orjson.dumps([dict(listing.said), after])
    return f"/xapi/statements?more={base64.urlsafe_b64encode(token).decode()}"


def _opened(token: str) -> tuple[Mapping[str, str], int]:
    """Return what a page's address repeats. It is opaque, and no secret: the session bounds it."""
    try:
        values, after = orjson.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError, binascii.Error):
        raise Invalid(Violation("more", "is none of ours")) from None
    texts = isinstance(values, dict) and all(isinstance(each, str) for each in values.values())
    if not texts or type(after) is not int or not 0 <= after < 2**63:
        raise Invalid(Violation("more", "is none of ours"))
    return values, after


def _flag(name: str, values: Mapping[str, str]) -> bool:
    text = values.get(name, "false")
    if text not in _FLAGS:
        raise Invalid(Violation(name, "must be true or false"))
    return _FLAGS[text]


def _must_be_form(values: Mapping[str, str]) -> None:
    if values.get("format", "exact") not in _FORMATS:
        raise Invalid(Violation("format", "must be exact, ids or canonical"))
    if _flag("attachments", values):
        raise Invalid(Violation("attachments", "are not kept"))
