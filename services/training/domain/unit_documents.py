"""The documents that a unit keeps: state, activity profile, agent profile (xAPI 1.0.3 part 3, 2.2).

They stand under their registration: what one learner's browser wrote nobody else's reads.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from services.training.domain.errors import DocumentChanged, DocumentPreconditionNeeded

LARGEST: Final = 256 * 1024
"""Bytes of one document."""

MOST: Final = 200
"""Documents that the units of one registration keep, whatever they are about."""

MOST_OF_UNIT: Final = 20
"""So many more for each unit that was launched: a course may have more than 1,000."""

JSON: Final = "application/json"


class DocumentKind(Enum):
    """Which resource a document is of."""

    STATE = "state"
    ACTIVITY_PROFILE = "activity_profile"
    AGENT_PROFILE = "agent_profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPlace:
    """Where a document stands; `activity_id` is empty in an agent profile."""

    registration: UUID
    kind: DocumentKind
    activity_id: str
    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDocument:
    """A document as it came."""

    place: DocumentPlace
    content_type: str
    content: bytes
    updated_at: datetime

    @property
    def etag(self) -> str:
        """The entity tag: SHA-1 of the content in hexadecimal, quoted (part 3, 3.1)."""
        digest = hashlib.sha1(self.content, usedforsecurity=False)
        return f'"{digest.hexdigest()}"'


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says of the document that it means to change; None for nothing said."""

    if_match: frozenset[str] | None = None
    if_none_match: frozenset[str] | None = None


def may_change(
    there: UnitDocument | None, asked: Asked, *, kind: DocumentKind, replacing: bool
) -> None:
    """See that a document may be changed by who asks so (part 3, 3.1).

    Raises:
        DocumentChanged: it is not the one that was meant.
        DocumentPreconditionNeeded: a profile is replaced by who does not say which they saw.
    """
    tags = set() if there is None else {there.etag, "*"}
    if asked.if_match is not None and not asked.if_match & tags:
        raise DocumentChanged("The document is not the one in If-Match: read it again.")
    if asked.if_none_match is not None and asked.if_none_match & tags:
        raise DocumentChanged("The document is one of those in If-None-Match.")
    silent = asked.if_match is None and asked.if_none_match is None
    if there is not None and silent and replacing and kind is not DocumentKind.STATE:
        raise DocumentPreconditionNeeded("Say in If-Match which document you saw.")


def merged(there: UnitDocument, new: UnitDocument) -> bytes:
    """Return a JSON document with the properties of another put over its own (part 3, 2.2).

    Raises:
        Invalid: one of the two is no JSON object, or has text that is none of Unicode.
    """
    both = [_object(each) for each in (there, new)]
    try:
        return json.dumps(both[0] | both[1], ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        raise Invalid(Violation("body", "must be JSON that can be written again")) from None


def _object(document: UnitDocument) -> dict[str, Any]:
    is_json = document.content_type.partition(";")[0].strip().lower() == JSON
    try:
        found = json.loads(document.content) if is_json else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid(Violation("body", "only JSON objects are put together; use PUT"))
    return found
