"""The identity profiles of GPG 45 (GOV.UK, "How to prove and verify someone's identity").

A profile is met when activity, fraud and verification reach its scores and its pieces of evidence
can be assigned one to one to documents that reach them. Two readings of one document count once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from importlib.resources import files
from typing import Final


class Level(IntEnum):
    """The level of confidence that a profile gives."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    VERY_HIGH = 4


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The scores of one reading of one document, 0 to 4."""

    strength: int
    validity: int

    def reaches(self, needed: "Evidence") -> bool:
        """Tell whether both scores are at least those needed."""
        return self.strength >= needed.strength and self.validity >= needed.validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What was found: readings by document, and the best score of each other part."""

    documents: Mapping[str, frozenset[Evidence]]
    activity: int = 0
    fraud: int = 0
    verification: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One row of the table; 0 means not needed."""

    name: str
    level: Level
    evidence: tuple[Evidence, ...]
    activity: int
    fraud: int
    verification: int

    def met_by(self, scores: Scores) -> bool:
        """Tell whether the scores meet the profile."""
        return (
            scores.activity >= self.activity
            and scores.fraud >= self.fraud
            and scores.verification >= self.verification
            and assignable(self.evidence, list(scores.documents.values()))
        )


def assignable(slots: Sequence[Evidence], documents: Sequence[Iterable[Evidence]]) -> bool:
    """Tell whether each slot can have a document of its own that reaches it.

    This is a matching: sorting both sides and comparing in order is wrong, since a document that
    is strong but barely valid and one that is weak but well checked cannot be put in one order.
    """
    taken: dict[int, int] = {}

    def place(slot: int, tried: set[int]) -> bool:
        for number, readings in enumerate(documents):
            if number in tried or not any(each.reaches(slots[slot]) for each in readings):
                continue
            tried.add(number)
            if number not in taken or place(taken[number], tried):
                taken[number] = slot
                return True
        return False

    return all(place(slot, set()) for slot in range(len(slots)))


_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/gpg45_profiles.json").read_text("utf-8")
)
RULE_VERSION: Final[str] = _DATA["version"]
PROFILES: Final = tuple(
    Profile(
        name=name,
        level=Level[_DATA["levels"][name[0]]],
        evidence=tuple(Evidence(*pair) for pair in row["evidence"]),
        activity=row["activity"],
        fraud=row["fraud"],
        verification=row["verification"],
    )
    for name, row in _DATA["profiles"].items()
)


def profiles_met(scores: Scores) -> tuple[Profile, ...]:
    """Return every profile that the scores meet, in the order of the table."""
    return tuple(profile for profile in PROFILES if profile.met_by(scores))


def level_met(scores: Scores) -> Level | None:
    """Return the highest level that the scores meet, or None."""
    return max((profile.level for profile in profiles_met(scores)), default=None)
