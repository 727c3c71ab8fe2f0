"""Where an audience's premises are: counted in squares of the frame around its areas."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.principals import Principal
from kernel.tiers import Tier
from services.alerts.domain.area import MICRO, Bounds
from services.alerts.domain.audience import Person, compiled
from services.alerts.domain.whereabouts import Holdings, Organisation, Premises

ACROSS: Final = 12
"""Squares along the longer side of the frame."""

FEW: Final = 5
"""Fewer premises than so many in one square are not counted: it would say whose they are."""

LEAST_SIDE: Final = 100
"""Microdegrees of a square's side: ten metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A square's middle in microdegrees, and how many premises are in it."""

    latitude: int
    longitude: int
    premises: int


def frame_of(rows: tuple[AudienceRow, ...]) -> Bounds | None:
    """Return the frame around the areas of an audience, None where it has none."""
    areas = compiled(rows).areas
    if not areas:
        return None
    south, west, _, _ = map(min, zip(*(each.bounds for each in areas), strict=True))
    _, _, north, east = map(max, zip(*(each.bounds for each in areas), strict=True))
    return south, west, north, east


def meant(
    rows: tuple[AudienceRow, ...],
    premises: Sequence[Premises],
    organisations: Iterable[Organisation],
) -> list[Premises]:
    """Return which premises an audience is about, whoever of their organisation is asked.

    Somebody of the highest tier is thought to be there, with each role that rows want.
    """
    sectors = {each.organisation_id: each.sectors for each in organisations if each.active}
    roles = {row.value for row in rows if row.kind is Kind.ROLE and row.mode is not Mode.EXCLUDE}
    roles -= {row.value for row in rows if row.kind is Kind.ROLE and row.mode is Mode.EXCLUDE}
    people: list[Person] = [
        (
            Principal(
                subject=None,
                tier=Tier.TRUSTED,
                roles=frozenset(roles),
                organisation_id=each.organisation_id,
            ),
            Holdings(sectors=sectors.get(each.organisation_id, frozenset()), places=(each.place,)),
        )
        for each in premises
    ]
    among = compiled(rows).among(people)
    return [each for each, for_it in zip(premises, among, strict=True) if for_it]


def squares(frame: Bounds, premises: Iterable[Premises]) -> tuple[Square, ...]:
    """Return the squares in which premises are, those of the south-west first."""
    south, west, north, east = frame
    narrow = max(math.cos(math.radians((south + north) / 2 / MICRO)), 0.01)
    high = max(LEAST_SIDE, math.ceil(max(north - south, (east - west) * narrow) / ACROSS))
    wide = math.ceil(high / narrow)
    points = (each.place.point for each in premises)
    counted = Counter(
        ((point[0] - south) // high, (point[1] - west) // wide) for point in points if point
    )
    return tuple(
        Square(
            latitude=south + up * high + high // 2,
            longitude=west + right * wide + wide // 2,
            premises=number,
        )
        for (up, right), number in sorted(counted.items())
    )
