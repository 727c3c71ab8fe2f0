"""What is missing for the profiles that are nearest: "one of these would complete M1B"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.identity.domain.gpg45 import PROFILES, Evidence, Level, Profile, Scores

NEAREST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNeed:
    """A document that a profile still needs: another, or a better look at one that is strong."""

    needed: Evidence
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What one profile still needs; a score of 0 means that nothing more is needed of that part."""

    profile: str
    level: Level
    documents: tuple[DocumentNeed, ...]
    activity: int
    fraud: int
    verification: int
    points: int
    """How many points of any score are missing altogether."""


def nearest(scores: Scores, level: Level, most: int = NEAREST) -> tuple[Shortfall, ...]:
    """Return the profiles of at least a level that miss least; none when one is met.

    Ordered by the points that are missing, then by how few documents are wanted, then by name.
    """
    wanted = [profile for profile in PROFILES if profile.level >= level]
    if any(profile.met_by(scores) for profile in wanted):
        return ()
    short = [shortfall(profile, scores) for profile in wanted]
    return tuple(
        sorted(short, key=lambda each: (each.points, len(each.documents), each.profile))[:most]
    )


def shortfall(profile: Profile, scores: Scores) -> Shortfall:
    """Return what a profile still needs: documents assigned so that fewest points are missing."""
    points, documents = _cheapest(profile.evidence, scores.documents)
    parts = {
        name: getattr(profile, name)
        for name in ("activity", "fraud", "verification")
        if getattr(profile, name) > getattr(scores, name)
    }
    points += sum(needed - getattr(scores, name) for name, needed in parts.items())
    return Shortfall(
        profile=profile.name,
        level=profile.level,
        documents=documents,
        activity=parts.get("activity", 0),
        fraud=parts.get("fraud", 0),
        verification=parts.get("verification", 0),
        points=points,
    )


_Plan = tuple[int, tuple[tuple[int, str], ...]]
"""Points missing, and (slot, document) for each slot that a document there is shall fill."""


def _cheapest(
    slots: Sequence[Evidence], documents: Mapping[str, frozenset[Evidence]]
) -> tuple[int, tuple[DocumentNeed, ...]]:
    """Return the fewest points missing of any assignment of documents to slots.

    Document by document it keeps, for each set of slots that are filled, the cheapest way to it:
    at most three slots make eight sets.
    """
    plans: dict[frozenset[int], _Plan] = {frozenset(): (0, ())}
    for name, readings in sorted(documents.items()):
        for filled, (points, plan) in list(plans.items()):
            for slot, needed in enumerate(slots):
                if slot in filled:
                    continue
                better = [_lacking(each, needed) for each in readings if _strong(each, needed)]
                if not better:  # how strong it is no better look changes: another is wanted
                    continue
                total = points + min(better)
                there = filled | {slot}
                if there not in plans or total < plans[there][0]:
                    plans[there] = (total, (*plan, (slot, name)))
    new = {
        filled: points
        + sum(each.strength + each.validity for n, each in enumerate(slots) if n not in filled)
        for filled, (points, _) in plans.items()
    }
    best = min(new, key=lambda filled: (new[filled], -len(filled), sorted(filled)))
    by_slot = dict(plans[best][1])
    needs = [
        DocumentNeed(needed=needed, instead_of=by_slot.get(slot, ""))
        for slot, needed in enumerate(slots)
        if slot not in by_slot or all(not r.reaches(needed) for r in documents[by_slot[slot]])
    ]
    return new[best], tuple(needs)


def _strong(have: Evidence, needed: Evidence) -> bool:
    return have.strength >= needed.strength


def _lacking(have: Evidence, needed: Evidence) -> int:
    return max(0, needed.validity - have.validity)
