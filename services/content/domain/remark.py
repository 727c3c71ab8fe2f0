"""What a reader said of a document, and what came of it. Nobody's name is in it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, StaleVersion, Violation

LONGEST_COMMENT: Final = 500
LONGEST_OUTCOME: Final = 500
KEPT: Final = timedelta(days=365)
"""How long a remark is kept: a year of them says what a document is worth."""

_TAKEN_OUT: Final = "[…]"
_CONTACTS: Final = re.compile(r"\S+@\S+|(?<!\w)\+?\(?\d[\d\s().-]{7,}\d(?!\w)")


class RemarkStatus(Enum):
    """Where a remark is."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark on the version of a document that somebody read."""

    remark_id: UUID
    version: int
    document_id: UUID
    document_version: int
    useful: bool
    comment: str
    status: RemarkStatus
    left_at: datetime
    outcome: str = ""

    @classmethod
    def left(
        cls,
        remark_id: UUID,
        *,
        document_id: UUID,
        document_version: int,
        useful: bool,
        comment: str,
        at: datetime,
    ) -> "Remark":
        """Return a new remark; one that says yes and nothing else needs no editor.

        Raises:
            Invalid: the comment is too long, or is no text.
        """
        said = comment.strip()
        if len(said) > LONGEST_COMMENT or not said.replace("\n", " ").isprintable():
            what = f"must have at most {LONGEST_COMMENT} characters, none of them for control"
            raise Invalid(Violation("comment", what))
        return cls(
            remark_id=remark_id,
            version=1,
            document_id=document_id,
            document_version=document_version,
            useful=useful,
            comment=without_contacts(said),
            status=RemarkStatus.CLOSED if useful and not said else RemarkStatus.OPEN,
            left_at=at,
        )

    def settled(self, status: RemarkStatus, *, read: int, outcome: str) -> "Remark":
        """Return it with what came of it.

        Raises:
            StaleVersion: it changed since it was read.
            Invalid: it was answered, and nothing is said of how; or the words are too long.
        """
        if read != self.version:
            raise StaleVersion("The remark changed since you read it: read it again.")
        said = outcome.strip()
        if len(said) > LONGEST_OUTCOME or not said.replace("\n", " ").isprintable():
            what = f"must have at most {LONGEST_OUTCOME} characters, none of them for control"
            raise Invalid(Violation("outcome", what))
        if status is RemarkStatus.ANSWERED and not said:
            raise Invalid(Violation("outcome", "must say what was done"))
        return replace(self, version=self.version + 1, status=status, outcome=said)


def without_contacts(text: str) -> str:
    """Return a text with e-mail addresses and telephone numbers taken out of it."""
    return _CONTACTS.sub(_TAKEN_OUT, text)
