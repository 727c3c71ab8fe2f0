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
    regions = [row for row in rows if row.kind is Kind.REGION]
    if not any(row.mode is Mode.INCLUDE for row in regions):
        return frozenset()
    # Who is in one that is named and in one that must be is held up by the latter alone.
    return frozenset(row.value for row in regions if row.mode is not Mode.EXCLUDE)


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
    nobody's seat there a party to it. Where such a place is in none of these their own count, and
    where they have none either, those of all their places: past no seat that holds them up.
    """
    each_place = [
        (who, replace(holdings, places=(place,)), holdings)
        for who, holdings in people
        for place in holdings.places or NOWHERE
    ]
    asked = compiled(rows).among([(who, at) for who, at, _ in each_place])
    found: set[str] = set()
    for (who, at, holdings), meant in zip(each_place, asked, strict=True):
        if meant:
            everywhere = frozenset().union(*(place.regions for place in holdings.places))
            found |= (at.places[0].regions & among) or (who.regions & among) or (everywhere & among)
    return frozenset(found)
