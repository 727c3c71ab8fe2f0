"""Which regions an alert passes where areas say where those are whom it is for (docs/adr/0082)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from services.alerts.domain.aim import Aim, Aimed
from services.alerts.domain.audience import Person, compiled
from services.alerts.domain.whereabouts import NOWHERE

_SAY_WHERE: Final = AREAS | {Kind.REGION}


def named_regions(rows: Sequence[AudienceRow]) -> frozenset[str]:
    """Return the regions that are included by their names, which are passed whoever is there."""
    if _demands_area(rows):
        return frozenset()
    return frozenset(
        row.value for row in rows if row.mode is Mode.INCLUDE and row.kind is Kind.REGION
    )


def within_areas(aim: Aim) -> Aim | None:
    """Return an aim at those alone who are meant because of a place in an area.

    None where no area says where those are whom it is for: they may be in every region.
    """
    rows = aim.audience
    if _demands_area(rows):
        kept = rows
    elif _only_places_are_included(rows):
        kept = tuple(
            row for row in rows if row.mode is not Mode.INCLUDE or row.kind is not Kind.REGION
        )
    else:
        return None
    return Aimed(marking=aim.marking, audience=kept, cap_status=aim.cap_status)


def _demands_area(rows: Sequence[AudienceRow]) -> bool:
    return any(row.mode is Mode.MUST_BE and row.kind in AREAS for row in rows)


def _only_places_are_included(rows: Sequence[AudienceRow]) -> bool:
    included = {row.kind for row in rows if row.mode is Mode.INCLUDE}
    return bool(included & AREAS) and included <= _SAY_WHERE


def regions_at(
    rows: tuple[AudienceRow, ...], people: Sequence[Person], among: AbstractSet[str]
) -> frozenset[str]:
    """Return in which of some regions people are whom rows address.

    Of each the regions of the places at which they are addressed count: premises elsewhere make
    nobody's seat there a party to it. Where such a place is in none of these their own count.
    """
    each_place = [
        (who, replace(holdings, places=(place,)))
        for who, holdings in people
        for place in holdings.places or NOWHERE
    ]
    found: set[str] = set()
    for (who, at), meant in zip(each_place, compiled(rows).among(each_place), strict=True):
        if meant:
            found |= (at.places[0].regions & among) or (who.regions & among)
    return frozenset(found)
