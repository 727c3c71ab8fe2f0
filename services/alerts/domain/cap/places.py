"""Where an alert applies, as CAP says it: its own area, and our regions or the country by code."""

from collections.abc import Iterable, Sequence

from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from kernel.places import REGIONS
from services.alerts.domain.alert_area import (
    COUNTRY,
    REGION_NAME,
    AlertArea,
    is_circle,
    numbers_of,
)
from services.alerts.domain.cap.geometry import Circle, Point
from services.alerts.domain.cap.message import CapArea, CapInfo
from services.alerts.domain.cap.wording import WORDS
from services.alerts.domain.content import AlertContent


def areas_of(content: AlertContent) -> tuple[CapArea, ...]:
    """Return where an alert applies: the area that it names, and the regions of its audience.

    Of an audience that is chosen by areas alone the area that the alert names says enough: the
    whole country is not named beside it.
    """
    if content.area is None:
        return regions_of(content.audience)
    own = _own(content.area)
    if content.area.shapes and _is_by_areas(content.audience):
        return (own,)
    return own, *regions_of(content.audience)


def _own(area: AlertArea) -> CapArea:
    return CapArea(
        area_desc=area.place,
        polygons=tuple(_points(shape) for shape in area.shapes if not is_circle(shape)),
        circles=tuple(_circle(shape) for shape in area.shapes if is_circle(shape)),
        geocodes=area.geocodes,
    )


def _points(shape: str) -> tuple[Point, ...]:
    numbers = numbers_of(shape)
    return tuple(zip(numbers[0::2], numbers[1::2], strict=True))


def _circle(shape: str) -> Circle:
    latitude, longitude, kilometres = numbers_of(shape)
    return Circle((latitude, longitude), kilometres)


def _is_by_areas(audience: Sequence[AudienceRow]) -> bool:
    """Tell whether areas choose who an alert is for, and no region is named besides."""
    including = [row.kind in AREAS for row in audience if row.mode is Mode.INCLUDE]
    narrowed = any(row.kind in AREAS for row in audience if row.mode is Mode.MUST_BE)
    by_region = any(row.kind is Kind.REGION for row in audience)
    return not by_region and (narrowed or (bool(including) and all(including)))


def regions_of(audience: Iterable[AudienceRow]) -> tuple[CapArea, ...]:
    """Return where an audience is: the regions that it names, else the whole country.

    Nothing else of an audience is said: for which sectors or organisations a message is besides is
    for those who wrote it.
    """
    rows = list(audience)
    named = [row.value for row in rows if row.kind is Kind.REGION and row.mode is Mode.INCLUDE]
    required = [row.value for row in rows if row.kind is Kind.REGION and row.mode is Mode.MUST_BE]
    excluded = {row.value for row in rows if row.kind is Kind.REGION and row.mode is Mode.EXCLUDE}
    wider = any(row.mode is Mode.INCLUDE and row.kind is not Kind.REGION for row in rows)
    codes = required or ([] if wider else named)
    if not codes and excluded:
        codes = sorted(REGIONS)
    codes = [code for code in dict.fromkeys(codes) if code not in excluded]
    if not codes:
        return (CapArea(area_desc=WORDS["whole_country"], geocodes=(COUNTRY,)),)
    return tuple(
        CapArea(area_desc=REGIONS[code].name, geocodes=((REGION_NAME, code),)) for code in codes
    )


def audience_of(infos: Iterable[CapInfo], area: AlertArea | None = None) -> tuple[AudienceRow, ...]:
    """Return for whom a message is: the regions of ours that it names, or all of the country.

    Where it names neither it is for those who are in the shapes of its `area`; none where it has
    no shape either.
    """
    geocodes = [code for info in infos for area_ in info.areas for code in area_.geocodes]
    if COUNTRY in geocodes:
        return (AudienceRow(Mode.INCLUDE, Kind.EVERYONE),)
    regions = dict.fromkeys(
        value for name, value in geocodes if name == REGION_NAME and value in REGIONS
    )
    if regions or area is None:
        return tuple(AudienceRow(Mode.INCLUDE, Kind.REGION, code) for code in regions)
    return tuple(
        AudienceRow(Mode.INCLUDE, Kind.CIRCLE if is_circle(shape) else Kind.POLYGON, shape)
        for shape in area.shapes
    )
