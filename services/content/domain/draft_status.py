"""Where a draft may go."""

from enum import Enum
from typing import Final


class DraftStatus(Enum):
    """Where a draft is in its life."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    SCHEDULED = "SCHEDULED"
    PUBLISHED = "PUBLISHED"
    DISCARDED = "DISCARDED"


_WRITTEN: Final = frozenset(
    {
        DraftStatus.DRAFT,
        DraftStatus.SUBMITTED,
        DraftStatus.SCHEDULED,
        DraftStatus.PUBLISHED,
        DraftStatus.DISCARDED,
    }
)
TRANSITIONS: Final = {
    DraftStatus.DRAFT: _WRITTEN,
    DraftStatus.RETURNED: _WRITTEN,
    DraftStatus.SUBMITTED: frozenset(DraftStatus) - {DraftStatus.SUBMITTED},
    DraftStatus.SCHEDULED: frozenset(
        {DraftStatus.PUBLISHED, DraftStatus.RETURNED, DraftStatus.DISCARDED}
    ),
    DraftStatus.PUBLISHED: frozenset[DraftStatus](),
    DraftStatus.DISCARDED: frozenset[DraftStatus](),
}
"""A change of a submitted one makes it a draft again; a scheduled one is sent back first."""

OPEN: Final = frozenset(status for status, onward in TRANSITIONS.items() if onward)
"""Those that may still become something."""
