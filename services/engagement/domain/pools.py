"""Whom a question is for: the experts of its region and sector, or the next wider circle.

FALLBACK is the whole rule, narrowest first: the first circle that somebody is in gets the question.
It is looked at afresh each time, so that a question is never left with a pool that emptied.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from chassis.errors import Invalid, Violation
from kernel.places import REGIONS, SECTORS
from kernel.principals import Principal

ANSWERING: Final = "engagement:answer"


@dataclass(frozen=True, slots=True, order=True)
class Pool:
    """The experts of a region and a sector."""

    region: str
    sector: str

    def violations(self) -> list[Violation]:
        """Return which of its codes is not one that we know."""
        said: tuple[tuple[str, str, Mapping[str, object]], ...] = (
            ("region", self.region, REGIONS),
            ("sector", self.sector, SECTORS),
        )
        return [
            Violation(field, f"{code!r} is not a code that we know")
            for field, code, known in said
            if code not in known
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """Someone who answers questions, for some regions and sectors."""

    subject: str
    regions: frozenset[str]
    sectors: frozenset[str]

    @classmethod
    def of(cls, person: Principal) -> "Expert":
        """Return a caller as an expert."""
        return cls(subject=person.person, regions=person.regions, sectors=person.sectors)


class Circle(Enum):
    """How far a question goes to find somebody who answers."""

    POOL = "POOL"
    REGION = "REGION"
    EVERYONE = "EVERYONE"


FALLBACK: Final[tuple[tuple[Circle, Callable[[Expert, Pool], bool]], ...]] = (
    (Circle.POOL, lambda who, pool: pool.region in who.regions and pool.sector in who.sectors),
    (Circle.REGION, lambda who, pool: pool.region in who.regions),
    (Circle.EVERYONE, lambda _who, _pool: True),
)
"""Who is in which circle of a pool."""


def circle_of(pool: Pool, experts: Iterable[Expert]) -> Circle:
    """Return the narrowest circle that somebody is in; with no expert at all, everyone."""
    there = tuple(experts)
    return next(
        (circle for circle, inside in FALLBACK if any(inside(each, pool) for each in there)),
        Circle.EVERYONE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one expert sees of the queue, given who else answers.

    `sees` says the same as FALLBACK, in sets that a database can be asked with: a property test
    holds the two together. `staffed` are the pools that somebody answers, `manned` the regions.
    """

    expert: Expert
    staffed: frozenset[Pool]
    manned: frozenset[str]
    colleagues: frozenset[str]

    @classmethod
    def of(cls, expert: Expert, experts: Iterable[Expert]) -> "Desk":
        """Return the desk of an expert among all; what the caller's own row says is newest."""
        there = [each for each in experts if each.subject != expert.subject]
        everyone = [expert, *there]
        return cls(
            expert=expert,
            staffed=frozenset(
                Pool(region, sector)
                for each in everyone
                for region in each.regions
                for sector in each.sectors
            ),
            manned=frozenset(region for each in everyone for region in each.regions),
            colleagues=frozenset(each.subject for each in there),
        )

    def sees(self, pool: Pool, asker: str) -> bool:
        """Tell whether a question is routed to this expert.

        What an expert asks goes to all the others, and never to themselves.
        """
        if asker == self.expert.subject:
            return False
        if asker in self.colleagues or pool.region not in self.manned:
            return True
        mine = pool.sector in self.expert.sectors or pool not in self.staffed
        return pool.region in self.expert.regions and mine


def pool_for(asker: Principal, *, region: str, sector: str) -> Pool:
    """Return the pool that an asker chose, or their own where they have just one.

    Raises:
        Invalid: a code is not known, or the asker has none or several to choose from.
    """
    wrong: list[Violation] = []
    pool = Pool(
        _chosen("region", region, asker.regions, wrong),
        _chosen("sector", sector, asker.sectors, wrong),
    )
    said = {each.field for each in wrong}
    wrong += [each for each in pool.violations() if each.field not in said]
    if wrong:
        raise Invalid(*wrong)
    return pool


def _chosen(field: str, given: str, own: frozenset[str], wrong: list[Violation]) -> str:
    if given:
        return given
    if len(own) != 1:
        what = "you have several" if own else "your account has none"
        wrong.append(Violation(field, f"say which: {what}"))
        return ""
    return min(own)
