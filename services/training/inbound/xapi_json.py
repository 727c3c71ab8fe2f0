"""A statement as JSON, read by the rules of xAPI 1.0.3, part 2; who may say it is judged elsewhere.

We keep what cmi5 needs: an actor by account, an activity, and a context with a registration. What
xAPI knows beyond that (groups, sub-statements, attachments) is refused by name.
"""

import hashlib
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
import orjson
from msgspec import UNSET, Meta, Struct, UnsetType

from chassis.errors import Invalid, Violation
from services.training.domain.cmi5_session import Said, Score, Verb
from services.training.domain.xapi import (
    CMI5_CATEGORY,
    MASTERY_SCORE,
    MOVE_ON_CATEGORY,
    PROGRESS,
    SESSION_ID,
    VOIDED,
    Account,
    Statement,
)

LARGEST: Final = 64 * 1024
"""Bytes of one statement."""

_WHOLE: Final = 100

Iri = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$", max_length=2_000)]
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")]
Text = Annotated[str, Meta(max_length=10_000)]
Words = dict[Language, Text]
Extensions = dict[Iri, Any]
Moment = Annotated[datetime, Meta(tz=True)]
Duration = Annotated[
    str,
    Meta(
        pattern=(
            r"^P(?!$)([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?"
            r"(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?)$"
        ),
        max_length=100,
    ),
]


class _Strict(Struct, forbid_unknown_fields=True, rename="camel"):
    """Null is no value in xAPI, and an unknown property is an error (2.2)."""


class _Account(_Strict):
    home_page: Iri
    name: Annotated[str, Meta(min_length=1, max_length=200)]


class _Agent(_Strict):
    account: _Account
    object_type: Literal["Agent"] = "Agent"
    name: Text | UnsetType = UNSET


class _Verb(_Strict):
    id: Iri
    display: Words | UnsetType = UNSET


class _Interaction(_Strict):
    id: Text
    description: Words | UnsetType = UNSET


class _Definition(_Strict):
    name: Words | UnsetType = UNSET
    description: Words | UnsetType = UNSET
    type: Iri | UnsetType = UNSET
    more_info: Iri | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET
    interaction_type: (
        Literal[
            "true-false",
            "choice",
            "fill-in",
            "long-fill-in",
            "matching",
            "performance",
            "sequencing",
            "likert",
            "numeric",
            "other",
        ]
        | UnsetType
    ) = UNSET
    correct_responses_pattern: list[Text] | UnsetType = UNSET
    choices: list[_Interaction] | UnsetType = UNSET
    scale: list[_Interaction] | UnsetType = UNSET
    source: list[_Interaction] | UnsetType = UNSET
    target: list[_Interaction] | UnsetType = UNSET
    steps: list[_Interaction] | UnsetType = UNSET


class _Activity(_Strict):
    id: Iri
    object_type: Literal["Activity"] = "Activity"
    definition: _Definition | UnsetType = UNSET


class _Score(_Strict):
    scaled: int | float | UnsetType = UNSET
    raw: int | float | UnsetType = UNSET
    min: int | float | UnsetType = UNSET
    max: int | float | UnsetType = UNSET


class _Result(_Strict):
    score: _Score | UnsetType = UNSET
    success: bool | UnsetType = UNSET
    completion: bool | UnsetType = UNSET
    response: Text | UnsetType = UNSET
    duration: Duration | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET


class _ContextActivities(_Strict):
    parent: list[_Activity] | UnsetType = UNSET
    grouping: list[_Activity] | UnsetType = UNSET
    category: list[_Activity] | UnsetType = UNSET
    other: list[_Activity] | UnsetType = UNSET


class _Context(_Strict):
    registration: UUID
    context_activities: _ContextActivities
    extensions: Extensions
    revision: Text | UnsetType = UNSET
    platform: Text | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    instructor: _Agent | UnsetType = UNSET


class _Statement(_Strict):
    id: UUID
    actor: _Agent
    verb: _Verb
    object: _Activity
    context: _Context
    timestamp: Moment
    result: _Result | UnsetType = UNSET
    stored: Any = UNSET
    authority: Any = UNSET
    version: Annotated[str, Meta(pattern=r"^1\.0(\.[0-9]+)?$")] | UnsetType = UNSET


_DECODER: Final = msgspec.json.Decoder(_Statement)
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""As JSON writes it; PostgreSQL keeps no text with it, and reads no JSON with it."""

_PLACE: Final = re.compile(r" - at (?:`key` in )?`\$\.?(.*)`$")
_LISTS: Final = ("parent", "grouping", "category", "other")
_OF_THE_STORE: Final = ("stored", "authority", "version")


def read_statements(body: bytes) -> list[Statement]:
    """Return the statements of a request: one, or a list of them, each by itself.

    Raises:
        Invalid: it is no JSON, or a statement is not what xAPI and cmi5 ask; the fault is named
            with its place.
    """
    try:
        whole = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Invalid(Violation("statements", "must be JSON")) from None
    if not isinstance(whole, list):
        return [_statement(whole, "")]
    return [_statement(each, f"[{number}]") for number, each in enumerate(whole)]


def _statement(whole: Any, place: str) -> Statement:
    if not isinstance(whole, dict):
        raise Invalid(Violation(f"statement{place}", "must be an object"))
    if "attachments" in whole:
        what = "are not taken; say in the statement what there is to say"
        raise Invalid(Violation(f"statement{place}.attachments", what))
    _make_lists(whole)
    kept = {name: each for name, each in whole.items() if name not in _OF_THE_STORE}
    document = orjson.dumps(kept)
    if len(document) > LARGEST:
        raise Invalid(Violation(f"statement{place}", f"must have at most {LARGEST} bytes"))
    if b"\\u0000" in document and _NUL.search(document):
        raise Invalid(Violation(f"statement{place}", "must have no character U+0000"))
    try:
        said = _DECODER.decode(orjson.dumps(whole))
    except (msgspec.ValidationError, RecursionError) as error:
        raise Invalid(_violation(place, str(error))) from None
    if said.timestamp.utcoffset() != timedelta():
        raise Invalid(Violation(f"statement{place}.timestamp", "must be in UTC (cmi5, 9.7)"))
    return Statement(
        statement_id=said.id,
        actor=Account(said.actor.account.home_page, said.actor.account.name),
        verb_id=said.verb.id,
        activity_id=said.object.id,
        registration=said.context.registration,
        timestamp=said.timestamp,
        said=_judged(said, place),
        progress=_progress(said.result, place),
        document=document,
        digest=hashlib.sha256(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)).digest(),
    )


def _make_lists(whole: dict[str, Any]) -> None:
    """Turn a context's single activity into a list of one, as it is given back (2.4.6.2)."""
    context = whole.get("context")
    kept = context.get("contextActivities") if isinstance(context, dict) else None
    if isinstance(kept, dict):
        kept |= {name: [kept[name]] for name in _LISTS if isinstance(kept.get(name), dict)}


def _violation(place: str, said: str) -> Violation:
    found = _PLACE.search(said)
    inside = f".{found[1].replace('[...]', '')}" if found and found[1] else ""
    return Violation(f"statement{place}{inside}", _PLACE.sub("", said))


def _judged(said: _Statement, place: str) -> Said:
    context, result = said.context, _Result() if said.result is UNSET else said.result
    session = context.extensions.get(SESSION_ID)
    if not isinstance(session, str):
        what = f"must have a text at {SESSION_ID}"
        raise Invalid(Violation(f"statement{place}.context.extensions", what))
    categories = _ids(context.context_activities.category)
    verbs = {each.value: each for each in Verb}
    return Said(
        session_id=session,
        timestamp=said.timestamp,
        verb=verbs.get(said.verb.id),
        defined=CMI5_CATEGORY in categories,
        voids=said.verb.id == VOIDED,
        score=_score(result.score),
        success=None if result.success is UNSET else result.success,
        completion=None if result.completion is UNSET else result.completion,
        has_duration=result.duration is not UNSET,
        move_on_category=MOVE_ON_CATEGORY in categories,
        groupings=_ids(context.context_activities.grouping),
        mastery_said=_decimal(context.extensions.get(MASTERY_SCORE)),
    )


def _ids(activities: list[_Activity] | UnsetType) -> frozenset[str]:
    return frozenset() if activities is UNSET else frozenset(each.id for each in activities)


def _score(score: _Score | UnsetType) -> Score | None:
    if score is UNSET:
        return None
    numbers = (score.scaled, score.raw, score.min, score.max)
    scaled, raw, least, most = map(_decimal, numbers)
    return Score(scaled=scaled, raw=raw, least=least, most=most)


def _decimal(value: Any) -> Decimal | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if number else None


def _progress(result: _Result | UnsetType, place: str) -> int | None:
    extensions = UNSET if result is UNSET else result.extensions
    value = None if extensions is UNSET else extensions.get(PROGRESS)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _WHOLE:
        what = f"must be a whole number from 0 to {_WHOLE} (cmi5, 9.5.5.1)"
        raise Invalid(Violation(f"statement{place}.result.extensions", what))
    return value
