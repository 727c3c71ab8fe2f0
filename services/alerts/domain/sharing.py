"""What is unusual about a draft, which whoever submits it must have seen.

Novelty is judged by what was issued before of the same kind (meant, exercise or test); before the
first of a kind nothing is usual, and nothing new.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files
from statistics import median
from typing import Any, Final

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.digests import Digest, digest_of
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.content import AlertContent
from services.alerts.domain.reach import size_of
from services.alerts.domain.wording import Channel

MUCH_LARGER: Final = 5
"""So many times what is usual is much larger."""

FEW: Final = 10
"""Fewer people than this are never many."""

LEAST_KNOWN: Final = 3
"""From so many reaches on there is one that is usual."""

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/sharing_words.json").read_text("utf-8")
)
_WIDTH: Final = (Tlp.RED, Tlp.AMBER_STRICT, Tlp.AMBER, Tlp.GREEN, Tlp.CLEAR)
"""The narrowest first."""


class Unusual(Enum):
    """In which way a draft is unusual."""

    NEW_ORGANISATIONS = "NEW_ORGANISATIONS"
    NEW_REGIONS = "NEW_REGIONS"
    NEW_SECTORS = "NEW_SECTORS"
    WIDER_SHARING = "WIDER_SHARING"
    LARGER_REACH = "LARGER_REACH"
    MORE_CHANNELS = "MORE_CHANNELS"


NAMED: Final = {
    Kind.ORGANISATION: Unusual.NEW_ORGANISATIONS,
    Kind.REGION: Unusual.NEW_REGIONS,
    Kind.SECTOR: Unusual.NEW_SECTORS,
}
"""The kinds of rows that name whom something was sent to before, or not."""

Name = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class SharingWarning:
    """One thing that is unusual. `values` are codes: what is new, or what was and what is."""

    kind: Unusual
    values: tuple[str, ...] = ()

    def sentence(self, language: str) -> str:
        """Return it in a plain sentence: "en" or "cy"."""
        said: str = _WORDS[self.kind.value][language]
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """How widely something may be read: a marking without the people whom it names."""

    tlp: Tlp
    minimum_tier: Tier
    closed_group: str | None = None

    @classmethod
    def of(cls, marking: Marking) -> "Openness":
        """Return that of a marking."""
        return cls(
            tlp=marking.tlp, minimum_tier=marking.minimum_tier, closed_group=marking.closed_group
        )

    def is_widened_by(self, now: "Openness") -> bool:
        """Tell whether somebody may read what is marked so now who might not read this."""
        return (
            _WIDTH.index(now.tlp) > _WIDTH.index(self.tlp)
            or now.minimum_tier < self.minimum_tier
            or (self.closed_group is not None and now.closed_group != self.closed_group)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was issued before. `named` are those of the names asked for that it was sent to.

    `reaches` and `channels` are of the latest only; without any there is nothing to compare with.
    """

    any: bool = False
    named: frozenset[Name] = frozenset()
    reaches: tuple[int, ...] = ()
    channels: frozenset[Channel] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a draft follows or came from. `channels` are those of the message that it updates."""

    openness: tuple[Openness, ...] = ()
    channels: frozenset[Channel] | None = None


def names_in(rows: Iterable[AudienceRow]) -> frozenset[Name]:
    """Return whom rows name among those whom a message is for."""
    return frozenset(
        (row.kind, row.value) for row in rows if row.kind in NAMED and row.mode is not Mode.EXCLUDE
    )


def warnings_about(
    content: AlertContent, reach: int, past: Past, basis: Basis
) -> tuple[SharingWarning, ...]:
    """Return everything that is unusual about what a draft says, always in the same order."""
    found = []
    for kind, unusual in NAMED.items():
        names = names_in(content.audience) - past.named if past.any else frozenset[Name]()
        if new := sorted(value for of, value in names if of is kind):
            found.append(SharingWarning(unusual, tuple(new)))
    found += _wider(Openness.of(content.marking), basis.openness)
    found += _larger(reach, past.reaches)
    before = past.channels if basis.channels is None else basis.channels
    more = content.channels - before
    if more and (past.any or basis.channels is not None):
        found.append(
            SharingWarning(Unusual.MORE_CHANNELS, tuple(sorted(each.value for each in more)))
        )
    return tuple(found)


def _wider(now: Openness, before: Sequence[Openness]) -> list[SharingWarning]:
    widened = [each for each in before if each.is_widened_by(now)]
    if not widened:
        return []
    narrowest = min(widened, key=lambda each: (_WIDTH.index(each.tlp), -each.minimum_tier.value))
    return [SharingWarning(Unusual.WIDER_SHARING, (narrowest.tlp.value, now.tlp.value))]


def _larger(reach: int, reaches: Sequence[int]) -> list[SharingWarning]:
    if len(reaches) < LEAST_KNOWN or reach < FEW:
        return []
    usual = int(median(reaches))
    if reach <= MUCH_LARGER * usual:
        return []
    # Sizes and not counts: a number that moves by one is no news to whoever has seen it.
    return [SharingWarning(Unusual.LARGER_REACH, (size_of(usual).name, size_of(reach).name))]


def digest_of_warnings(warnings: Iterable[SharingWarning]) -> Digest:
    """Return what a submission names of the warnings that were seen."""
    said = [[each.kind.value, *each.values] for each in warnings]
    return digest_of({"digest_version": 1, "warnings": said})
