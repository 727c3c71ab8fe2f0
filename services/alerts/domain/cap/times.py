"""CAP's own way to write a moment: with an offset in figures, and never a Z."""

import re
from datetime import UTC, datetime
from typing import Final

_WRITTEN: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[-+]\d{2}:\d{2}", re.ASCII)


class NotACapTime(ValueError):
    """A text is no moment as CAP writes one."""


def written(at: datetime) -> str:
    """Return a moment as CAP writes it, in UTC, whose offset is -00:00 there."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def read(said: str) -> datetime:
    """Return a moment, in UTC.

    The schema's own pattern lets a comma stand for the offset's sign: we do not.

    Raises:
        NotACapTime: it is none.
    """
    if not _WRITTEN.fullmatch(said):
        raise NotACapTime("must be written as 2026-11-24T12:00:00-00:00, and never with a Z")
    try:
        return datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotACapTime("is no moment of any calendar") from None
