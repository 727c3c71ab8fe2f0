"""Who looks after a document, and by when it is looked at again.

Three years is the longest that the NHS website leaves a page unread by its editors (its content
policy); advice on safety gets a year unless somebody says otherwise.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from chassis.errors import Violation

REVIEWED_ANYWAY: Final = timedelta(days=365)
"""In how long guidance is looked at again for which nobody named a day."""

LONGEST_REVIEW: Final = timedelta(days=3 * 366)
LONGEST_NOTE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """The owner is a subject; a partner's document has neither owner nor day."""

    owner: str | None = None
    review_on: date | None = None


NOBODYS: Final = Upkeep()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The last change of a document that matters to who had read it, and what it was."""

    version: int
    changed_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What is said of a new version: what changed, and whether it matters to who read the last."""

    note: str = ""
    material: bool = False

    def violations(self) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        found = []
        if len(self.note) > LONGEST_NOTE or not self.note.replace("\n", " ").isprintable():
            what = f"must have at most {LONGEST_NOTE} characters, none of them for control"
            found.append(Violation("note", what))
        if self.material and not self.note.strip():
            what = "must say what changed: readers are told when it matters"
            found.append(Violation("note", what))
        return found


MINOR: Final = Revision()
"""A change that nobody needs to hear of."""


def review_day(said: date | None, *, required: bool, today: date) -> date | None:
    """Return by which day a document is looked at again; one that needs a day always has one."""
    return today + REVIEWED_ANYWAY if said is None and required else said


def wrong_day(review_on: date | None, *, today: date) -> list[Violation]:
    """Say what is wrong with a day that somebody named."""
    if review_on is None or today < review_on <= today + LONGEST_REVIEW:
        return []
    return [Violation("review_on", "must be a day to come, within three years")]
