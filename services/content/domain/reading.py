"""What somebody read, for themselves: whether it changed since in a way that matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.errors import NotFound
from services.content.domain.differences import Difference, differences
from services.content.domain.document import Document, DocumentContent

KEPT: Final = timedelta(days=400)
"""How long a reading is kept from the last time: a year, and a month to come back in."""

SAME_VISIT: Final = timedelta(hours=1)
"""Within what the same version is not noted again: a reload is no further reading."""

MOST_LOOKED_UP: Final = 50
_FOR_EDITORS: Final = frozenset({"marking", "teaser", "translation_of", "receipt"})


class ReadingNotFound(NotFound):
    """The caller did not read this document, or nothing is kept of it."""

    reason = "READING_NOT_FOUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The version of a document that somebody read, and when last."""

    document_id: UUID
    version: int
    read_at: datetime

    def changed(self, document: Document) -> bool:
        """Tell whether the document changed materially since."""
        return self.version < document.material.version


def noted(
    before: Reading | None,
    document: Document,
    version: int,
    *,
    changes_seen: bool,
    at: datetime,
) -> Reading | None:
    """Return what is to be kept after a version was read; None where what is kept stays.

    A material change that lies between is not passed over: it stays until its reader saw it.
    """
    now = Reading(document_id=document.document_id, version=version, read_at=at)
    if before is None:
        return now
    if before.version < document.material.version <= version and not changes_seen:
        return None
    if version < before.version:
        return None
    same_visit = version == before.version and at - before.read_at < SAME_VISIT
    return None if same_visit else now


def changes(before: DocumentContent, after: DocumentContent) -> Sequence[Difference]:
    """Return what differs of what readers see."""
    return [each for each in differences(before, after) if each.field not in _FOR_EDITORS]
