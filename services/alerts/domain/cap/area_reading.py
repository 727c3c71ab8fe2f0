"""Where a CAP message from elsewhere applies: its areas as the one area that a draft has."""

from collections.abc import Iterator, Sequence

from chassis.errors import Violation
from services.alerts.domain.alert_area import (
    MOST_GEOCODES,
    MOST_SHAPES,
    PLACE_LONGEST,
    AlertArea,
    is_ours,
)
from services.alerts.domain.area import Circle, Polygon
from services.alerts.domain.cap.message import CapArea, CapInfo
from services.alerts.domain.errors import AreaWrong

JOINED_BY = "; "
"""What stands between the descriptions of several areas."""


def area_of(infos: Sequence[CapInfo], wrong: list[Violation]) -> AlertArea | None:
    """Return the area that a message names beside our regions; None where it names none.

    Several areas become one: their descriptions in their order, each once, also that in another
    language; all their shapes and all their geocodes. The area is the same in each language, or
    what is wrong says so.
    """
    blocks = [
        (number, f"info[{number}].area[{at}]", area)
        for number, info in enumerate(infos)
        for at, area in enumerate(info.areas)
        if _is_own(area)
    ]
    if not blocks:
        return None
    by_language: dict[int, dict[str, None]] = {}
    for number, field, area in blocks:
        by_language.setdefault(number, {}).update(dict.fromkeys(shapes_of(field, area, wrong)))
        wrong += _unkept(field, area)
    shapes, *others = (tuple(each) for each in by_language.values())
    if any(set(each) != set(shapes) for each in others):
        wrong.append(Violation("info.area", "must have the same shapes in each language"))
    own = (code for _, _, area in blocks for code in area.geocodes if not is_ours(code))
    found = AlertArea(
        place=JOINED_BY.join(dict.fromkeys(area.area_desc.strip() for _, _, area in blocks)),
        shapes=shapes,
        geocodes=tuple(dict.fromkeys(own)),
    )
    wrong += _too_many(found)
    return found


def _is_own(area: CapArea) -> bool:
    """Tell whether an area is more than a region of ours, or the country, by its code."""
    coded = any(not is_ours(code) for code in area.geocodes)
    return bool(area.polygons or area.circles) or coded


def shapes_of(field: str, area: CapArea, wrong: list[Violation]) -> Iterator[str]:
    """Return the shapes of an area as ours are written; what can be none is named."""
    for number, polygon in enumerate(area.polygons):
        try:
            yield Polygon.of(*zip(*polygon, strict=True)).text
        except AreaWrong as error:
            wrong += error.under(f"{field}.polygon[{number}]").violations
    for number, circle in enumerate(area.circles):
        try:
            yield Circle.of(*circle.middle, circle.kilometres).text
        except AreaWrong as error:
            wrong += error.under(f"{field}.circle[{number}]").violations


def _unkept(field: str, area: CapArea) -> list[Violation]:
    heights = {"altitude": area.altitude, "ceiling": area.ceiling}
    what = "must not be said: a draft holds no height, and would be for more than that"
    return [
        Violation(f"{field}.{name}", what) for name, said in heights.items() if said is not None
    ]


def _too_many(area: AlertArea) -> list[Violation]:
    found = []
    if len(area.place) > PLACE_LONGEST:
        what = f"must have at most {PLACE_LONGEST} characters, all of them together"
        found.append(Violation("info.area.areaDesc", what))
    if len(area.shapes) > MOST_SHAPES:
        what = f"must have at most {MOST_SHAPES} polygons and circles together"
        found.append(Violation("info.area", what))
    if len(area.geocodes) > MOST_GEOCODES:
        found.append(Violation("info.area.geocode", f"must be there at most {MOST_GEOCODES} times"))
    return found
