"""What the platform itself says: launched, abandoned, waived, satisfied, voided (cmi5, 9.3).

And what it tells a unit that it launches: the address (8.1) and `LMS.LaunchData` (10.0).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import UUID

from services.training.domain.cmi5_course import Block, CourseStructure, LangString, Unit
from services.training.domain.cmi5_session import Said, Session, Verb
from services.training.domain.launch import Launched, Waiver
from services.training.domain.xapi import (
    CMI5_CATEGORY,
    MASTERY_SCORE,
    MOVE_ON_CATEGORY,
    SESSION_ID,
    VOIDED,
    Account,
    Statement,
)

LAUNCH_DATA: Final = "LMS.LaunchData"
BLOCK: Final = "https://w3id.org/xapi/cmi5/activitytype/block"
COURSE: Final = "https://w3id.org/xapi/cmi5/activitytype/course"
REASON: Final = "https://w3id.org/xapi/cmi5/result/extensions/reason"
NO_SESSION: Final = ""
"""Voiding belongs to no session."""

_CONTEXT: Final = "https://w3id.org/xapi/cmi5/context/extensions/"
_JUDGED: Final = {"success": True, "completion": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whom and what a statement of ours is about, and in which session."""

    actor: Account
    registration: UUID
    session_id: str
    activity_id: str
    publisher_id: str


def launched(statement_id: UUID, place: Place, unit: Unit, session: Session, url: str) -> Statement:
    """Return that a unit is launched; `url` is without what is added to it (9.6.3.4)."""
    more: dict[str, Any] = {
        f"{_CONTEXT}launchmode": session.mode.value,
        f"{_CONTEXT}launchurl": url,
        f"{_CONTEXT}moveon": unit.move_on.value,
    }
    if unit.launch_parameters is not None:
        more[f"{_CONTEXT}launchparameters"] = unit.launch_parameters
    if session.mastery_score is not None:
        more[MASTERY_SCORE] = _number(session.mastery_score)
    definition = _definition(unit.title, unit.activity_type)
    return _statement(
        statement_id, Verb.LAUNCHED, place, session.launched_at, definition=definition, more=more
    )


def abandoned(statement_id: UUID, launch: Launched, at: datetime) -> Statement:
    """Return that a session ended without its unit saying so (9.3.6)."""
    seconds = launch.session.lasted.total_seconds()
    result = {"duration": f"PT{seconds:.2f}S"}
    return _statement(statement_id, Verb.ABANDONED, place_of(launch), at, result=result)


def waived(statement_id: UUID, place: Place, why: Waiver, at: datetime) -> Statement:
    """Return that a unit need not be gone through (9.3.7)."""
    result = _JUDGED | {"extensions": {REASON: why.value}}
    return _statement(statement_id, Verb.WAIVED, place, at, result=result)


def satisfied(
    statement_id: UUID, place: Place, what: Block | CourseStructure, at: datetime
) -> Statement:
    """Return that a block or a course is satisfied (9.3.9)."""
    kind = BLOCK if isinstance(what, Block) else COURSE
    definition = _definition(what.title, kind)
    return _statement(statement_id, Verb.SATISFIED, place, at, definition=definition)


def voiding(
    statement_id: UUID, of: UUID, actor: Account, registration: UUID, at: datetime
) -> Statement:
    """Return that a statement should not have been made (xAPI 1.0.3 part 2, 2.3.2)."""
    document = {
        "id": str(statement_id),
        "actor": _agent(actor),
        "verb": {"id": VOIDED, "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": str(of)},
        "timestamp": moment(at),
    }
    said = Said(session_id=NO_SESSION, timestamp=at, verb=None, defined=False, voids=True)
    return _kept(document, actor, registration, "", said)


def place_of(launch: Launched) -> Place:
    """Return the place of what is said about a launched unit."""
    return Place(
        actor=launch.actor,
        registration=launch.registration,
        session_id=launch.session.session_id,
        activity_id=launch.activity_id,
        publisher_id=launch.session.publisher_id,
    )


def launch_data(unit: Unit, session: Session, return_url: str) -> bytes:
    """Return the state document `LMS.LaunchData` as JSON (10.0)."""
    context = {
        "contextActivities": {"grouping": [{"objectType": "Activity", "id": unit.publisher_id}]},
        "extensions": {SESSION_ID: session.session_id},
    }
    document: dict[str, Any] = {
        "contextTemplate": context,
        "launchMode": session.mode.value,
        "launchMethod": unit.launch_method.value,
        "moveOn": unit.move_on.value,
        "returnURL": return_url,
    }
    if session.mastery_score is not None:
        document["masteryScore"] = _number(session.mastery_score)
    if unit.launch_parameters is not None:
        document["launchParameters"] = unit.launch_parameters
    if unit.entitlement_key is not None:
        document["entitlementKey"] = {"courseStructure": unit.entitlement_key}
    return json.dumps(document).encode()


def launch_address(url: str, launch: Launched, *, endpoint: str, fetch: str) -> str:
    """Return where the learner's browser goes: the unit's address with the five values (8.1)."""
    parts = urlsplit(url)
    values = {
        "endpoint": endpoint,
        "fetch": fetch,
        "actor": json.dumps(_agent(launch.actor)),
        "registration": str(launch.registration),
        "activityId": launch.activity_id,
    }
    own = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in values]
    return parts._replace(query=urlencode([*own, *values.items()], quote_via=quote)).geturl()


def moment(at: datetime) -> str:
    """Return a time as xAPI writes it: ISO 8601 in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _agent(actor: Account) -> dict[str, Any]:
    account = {"homePage": actor.home_page, "name": actor.name}
    return {"objectType": "Agent", "account": account}


def _number(value: Decimal) -> float:
    return float(value)


def _definition(title: LangString, kind: str | None) -> dict[str, Any]:
    name = {tag: words for tag, words in title.items() if tag}
    return {"name": name} | ({"type": kind} if kind else {})


def _statement(
    statement_id: UUID,
    verb: Verb,
    place: Place,
    at: datetime,
    *,
    definition: Mapping[str, Any] | None = None,
    result: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Statement:
    judged = result is not None and "success" in result
    categories = [CMI5_CATEGORY, MOVE_ON_CATEGORY] if judged else [CMI5_CATEGORY]
    activity: dict[str, Any] = {"objectType": "Activity", "id": place.activity_id}
    document: dict[str, Any] = {
        "id": str(statement_id),
        "actor": _agent(place.actor),
        "verb": {"id": verb.value, "display": {"en": verb.name.lower()}},
        "object": activity | ({"definition": dict(definition)} if definition else {}),
        "context": {
            "registration": str(place.registration),
            "contextActivities": {
                "category": [{"objectType": "Activity", "id": each} for each in categories],
                "grouping": [{"objectType": "Activity", "id": place.publisher_id}],
            },
            "extensions": {SESSION_ID: place.session_id} | dict(more or {}),
        },
        "timestamp": moment(at),
    }
    if result is not None:
        document["result"] = dict(result)
    said = Said(session_id=place.session_id, timestamp=at, verb=verb, defined=True)
    return _kept(document, place.actor, place.registration, place.activity_id, said)


def _kept(
    document: Mapping[str, Any], actor: Account, registration: UUID, about: str, said: Said
) -> Statement:
    whole = json.dumps(document).encode()
    return Statement(
        statement_id=UUID(document["id"]),
        actor=actor,
        verb_id=document["verb"]["id"],
        activity_id=about,
        registration=registration,
        timestamp=said.timestamp,
        said=said,
        progress=None,
        document=whole,
        digest=hashlib.sha256(whole).digest(),
    )
