"""The look of a second person at what one did alone: within 24 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WITHIN: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What must be reviewed until when, and what the reviewer found; `by` is None until then."""

    due_at: datetime
    by: str | None = None
    at: datetime | None = None
    finding: str = ""

    @classmethod
    def wanted(cls, since: datetime) -> "Review":
        """Return that somebody must look at what was done at this moment."""
        return cls(due_at=since + WITHIN)

    @property
    def waits(self) -> bool:
        """Whether nobody has looked yet."""
        return self.by is None
