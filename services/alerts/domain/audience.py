"""For whom an alert is: rows that include, exclude or must be, compiled once to one predicate.

The same predicate counts for the preview, chooses for deliveries and filters the live stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, repeat
from typing import TYPE_CHECKING, Final, TypeAlias

from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from kernel.principals import Principal
from kernel.tiers import Tier
from services.alerts.domain.area import Area, circle_of, polygon_of
from services.alerts.domain.lazily import Lazily
from services.alerts.domain.whereabouts import NO_HOLDINGS, NOWHERE, Holdings, Place

if TYPE_CHECKING:
    import numpy as np
else:
    np = Lazily("numpy")

Person: TypeAlias = tuple[Principal, Holdings]
Inside: TypeAlias = Sequence[bool]
"""Of one place: in which of an audience's areas it is."""

Matches: TypeAlias = Callable[[Principal, Holdings, Place, Inside], bool]
"""Whether a row's criterion holds for somebody at one of their places."""

_OUTSIDE: Final[Inside] = ()


def area_of(row: AudienceRow) -> Area | None:
    """Return the area of a row, or None for a row of another kind.

    Raises:
        AreaWrong: the value is none.
    """
    if row.kind is Kind.POLYGON:
        return polygon_of(row.value)
    return circle_of(row.value) if row.kind is Kind.CIRCLE else None


def sort_of(row: AudienceRow) -> str:
    """Return of what must-be rows are alternatives of each other: their kind, areas together."""
    return "AREA" if row.kind in AREAS else row.kind.value


@dataclass(frozen=True, slots=True, eq=False)
class Audience:
    """An audience, ready to be asked.

    Somebody is addressed if it is so for one of their places, or, where none is known, for
    themselves: at least one include row matches; of each sort that has must-be rows one matches;
    no exclude row does. So a shop in an area and a school elsewhere are not a school in the area.
    """

    areas: tuple[Area, ...]
    included: tuple[Matches, ...]
    excluded: tuple[Matches, ...]
    demanded: tuple[tuple[Matches, ...], ...]

    def addresses(self, who: Principal, holdings: Holdings = NO_HOLDINGS) -> bool:
        """Tell whether the message is for somebody."""
        return self.among([(who, holdings)])[0]

    def among(self, people: Sequence[Person]) -> list[bool]:
        """Tell of each whether the message is for them; areas are looked at once for all."""
        inside = self._inside(people)
        return [
            self._somewhere(who, holdings, holdings.places or NOWHERE, inside)
            for who, holdings in people
        ]

    def _somewhere(
        self, who: Principal, holdings: Holdings, places: Sequence[Place], inside: Iterator[Inside]
    ) -> bool:
        # Each place takes its own part of `inside`, also where the first decides.
        with_hits = zip(places, list(islice(inside, len(places))), strict=True)
        return any(self._at(who, holdings, place, hits) for place, hits in with_hits)

    def _at(self, who: Principal, holdings: Holdings, place: Place, inside: Inside) -> bool:
        return (
            any(each(who, holdings, place, inside) for each in self.included)
            and not any(each(who, holdings, place, inside) for each in self.excluded)
            and all(
                any(each(who, holdings, place, inside) for each in rows) for rows in self.demanded
            )
        )

    def _inside(self, people: Sequence[Person]) -> Iterator[Inside]:
        """Return for all places in turn in which areas they are; without a point in none."""
        if not self.areas:
            return repeat(_OUTSIDE)
        places = [place for _, holdings in people for place in (holdings.places or NOWHERE)]
        known = [number for number, each in enumerate(places) if each.point]
        points = np.array([each.point for each in places if each.point], np.int64).reshape(-1, 2)
        inside = np.zeros((len(places), len(self.areas)), np.bool_)
        for number, area in enumerate(self.areas):
            inside[known, number] = area.covers(points[:, 0], points[:, 1])
        return iter(inside.tolist())


@lru_cache(maxsize=256)
def compiled(rows: tuple[AudienceRow, ...]) -> Audience:
    """Return an audience, compiled once however often it is asked for.

    Raises:
        AreaWrong: the value of a polygon or a circle is none.
    """
    found = {row: area for row in rows if (area := area_of(row)) is not None}
    numbers = {row: number for number, row in enumerate(found)}
    demanded: dict[str, list[Matches]] = {}
    for row in rows:
        if row.mode is Mode.MUST_BE:
            demanded.setdefault(sort_of(row), []).append(_matcher(row, numbers))
    return Audience(
        areas=tuple(found.values()),
        included=tuple(_matcher(row, numbers) for row in rows if row.mode is Mode.INCLUDE),
        excluded=tuple(_matcher(row, numbers) for row in rows if row.mode is Mode.EXCLUDE),
        demanded=tuple(map(tuple, demanded.values())),
    )


def _matcher(row: AudienceRow, areas: Mapping[AudienceRow, int]) -> Matches:
    if row.kind in AREAS:
        number = areas[row]
        return lambda _who, _holdings, _place, inside: inside[number]
    if row.kind is Kind.TIER:
        least = Tier[row.value]
        return lambda who, _holdings, _place, _inside: who.tier >= least
    return _MATCHERS[row.kind](row.value)


_MATCHERS: Final[dict[Kind, Callable[[str], Matches]]] = {
    Kind.EVERYONE: lambda _value: lambda _who, _holdings, _place, _inside: True,
    Kind.REGION: lambda value: (
        lambda who, _holdings, place, _inside: value in who.regions or value in place.regions
    ),
    Kind.SECTOR: lambda value: (
        lambda who, holdings, _place, _inside: value in who.sectors or value in holdings.sectors
    ),
    Kind.ROLE: lambda value: lambda who, _holdings, _place, _inside: value in who.roles,
    Kind.ORGANISATION: lambda value: (
        lambda who, holdings, _place, _inside: (
            value in (who.organisation_id, holdings.organisation_id)
        )
    ),
    Kind.PREMISES_TYPE: lambda value: (
        lambda _who, _holdings, place, _inside: value == place.premises_type
    ),
}
