"""What the statements about attempts say, read again: nothing that was concluded is believed.

A statement counts when its digest fits, we vouch for it, it is not voided, and it tells of an
attempt and a question that are on record (docs/adr/0138).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote
from uuid import UUID

from services.training.domain.course_statements import AUTHORITY, CHOICES, STEP, Told

_ID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PLACE: Final = re.compile(
    rf"/xapi/courses/(?P<course>{_ID})/versions/(?P<version>[0-9]+)"
    rf"(?:/modules/(?P<module>{_ID})"
    rf"(?:/questions/(?P<question>[^/]+)|/attempts/(?P<attempt>{_ID}))?)?$"
)
_VERBS: Final = {each.value: each for each in Told}


class Unreadable(Exception):
    """The statement is not one that we wrote, as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A statement of ours as the store has it. `session_id` is the attempt's id."""

    statement_id: UUID
    registration: UUID
    session_id: str
    verb_id: str
    activity_id: str
    stored_at: datetime
    sequence: int
    voided: bool
    digest: bytes
    document: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one statement says. `response` is as it stands; `score` is raw, max, scaled."""

    verb: Told
    course_id: UUID
    course_version: int
    module_id: UUID | None
    question_id: str | None
    attempt_id: UUID
    choice_ids: tuple[str, ...]
    response: str
    success: bool | None
    score: tuple[float, float, float] | None
    timestamp: datetime
    stored_at: datetime
    sequence: int
    voided: bool

    def answers(self) -> Mapping[str, frozenset[str]]:
        """Return it as an answer of an attempt: by question, or by step of a scenario."""
        assert self.question_id is not None  # asked of answers alone
        said = [each for each in self.response.split(CHOICES) if each]
        if self.choice_ids:
            return {self.question_id: frozenset(said)} if said else {}
        taken: dict[str, frozenset[str]] = {}
        for each in said:
            step, _, choice = each.partition(STEP)
            key = f"{self.question_id}/{step}"
            taken[key] = taken.get(key, frozenset()) | {choice}
        return taken


def heard(recorded: Recorded) -> Heard:
    """Return what a statement says.

    Raises:
        Unreadable: its digest does not fit, its row says something else, or it is not of ours.
    """
    if hashlib.sha256(recorded.document).digest() != recorded.digest:
        raise Unreadable
    try:
        return _heard(recorded, json.loads(recorded.document))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise Unreadable from None


def _heard(row: Recorded, said: Mapping[str, Any]) -> Heard:
    context, result = said["context"], said.get("result", {})
    tried = _place(context["contextActivities"]["parent"][0]["id"])
    about, definition = _place(said["object"]["id"]), said["object"].get("definition", {})
    same = (
        said["id"] == str(row.statement_id)
        and context["registration"] == str(row.registration)
        and said["verb"]["id"] == row.verb_id
        and said["object"]["id"] == row.activity_id
        and tried["attempt"] == row.session_id
        and said["authority"]["account"]["name"] == AUTHORITY
        and tried["course"] == about["course"]
        and tried["version"] == about["version"]
    )
    verb, module, question = _VERBS[row.verb_id], about["module"], about["question"]
    if not same or (verb is Told.ANSWERED) is not (question is not None):
        raise Unreadable
    if module is not None and module != tried["module"]:
        raise Unreadable
    score = result.get("score")
    return Heard(
        verb=verb,
        course_id=UUID(about["course"]),
        course_version=int(about["version"]),
        module_id=None if module is None else UUID(module),
        question_id=None if question is None else unquote(question),
        attempt_id=UUID(tried["attempt"]),
        choice_ids=tuple(each["id"] for each in definition.get("choices", ())),
        response=str(result.get("response", "")),
        success=result.get("success"),
        score=None if score is None else (score["raw"], score["max"], score["scaled"]),
        timestamp=datetime.fromisoformat(said["timestamp"]),
        stored_at=row.stored_at,
        sequence=row.sequence,
        voided=row.voided,
    )


def _place(activity_id: str) -> Mapping[str, Any]:
    found = _PLACE.search(activity_id)
    if found is None:
        raise Unreadable
    return found.groupdict()
