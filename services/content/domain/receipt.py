"""Receipts: that somebody says they read what asks them to, and what may be told of how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Exhausted, Invalid, Unmet, Violation
from kernel.small_numbers import alone, suppressed

KEPT: Final = timedelta(days=730)
"""How long a receipt is kept: as long as somebody may ask who knew."""

BETWEEN_REMINDERS: Final = timedelta(days=3)
SHARES: Final = 256
"""Into so many parts everybody falls who is told of a reminder: one part in a transaction."""

LONGEST_NAME: Final = 100
MOST_ASKED: Final = 50
MOST_NAMES: Final = 1000


class ReceiptAsked(Enum):
    """What a document asks of its readers."""

    NONE = "NONE"
    COUNTED = "COUNTED"
    """That they confirm it; its owner sees how many."""

    NAMED = "NAMED"
    """That they confirm it by name; its owner sees who. Only of a group or of named people."""


class ReceiptNotAsked(Unmet):
    """The document asks nobody to confirm it."""

    reason = "RECEIPT_NOT_ASKED"


class RemindedLately(Exhausted):
    """Its readers were reminded a moment ago."""

    reason = "REMINDED_LATELY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """That somebody read a version. `name` is what they gave; empty where none was asked for."""

    document_id: UUID
    subject: str
    version: int
    confirmed_at: datetime
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A reminder that people are told of, a share of everybody at a time.

    In which share somebody is the SHA-256 of their id says, so that no id need be kept between.
    """

    document_id: UUID
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReceipt:
    """Who confirmed under their name, as a document's owner sees it."""

    name: str
    organisation_id: str | None
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many people a document asks, and how many of them confirmed. Hidden figures are None."""

    people: int | None
    confirmed: int | None
    organisations: int | None
    regions: Mapping[str, int | None]
    sectors: Mapping[str, int | None]
    names: Sequence[NamedReceipt] = ()

    def for_others(self) -> "Figures":
        """Return what who need not know may see: no small number, and no name."""
        return Figures(
            people=alone(self.people or 0),
            confirmed=alone(self.confirmed or 0),
            organisations=alone(self.organisations or 0),
            regions=suppressed({code: count or 0 for code, count in self.regions.items()}),
            sectors=suppressed({code: count or 0 for code, count in self.sectors.items()}),
        )


def name_given(asked: ReceiptAsked, name: str) -> str:
    """Return the name that is to be kept: none where none is asked for.

    Raises:
        Invalid: one is asked for and none is said, or it is no name.
    """
    said = name.strip()
    if asked is not ReceiptAsked.NAMED:
        return ""
    if not 1 <= len(said) <= LONGEST_NAME or not said.isprintable():
        what = f"must have 1 to {LONGEST_NAME} characters, none of them for control"
        raise Invalid(Violation("name", what))
    return said
