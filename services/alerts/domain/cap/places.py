"""Where an alert applies, as CAP says it: our regions by code, or the whole country."""

from collections.abc import Iterable
from typing import Final

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.places import REGIONS
from services.alerts.domain.cap.geometry import Circle
from services.alerts.domain.cap.message import CapArea, CapInfo, Named
from services.alerts.domain.cap.wording import WORDS
from services.alerts.domain.content import AlertContent
from services.alerts.domain.wording import Area

REGION_NAME: Final = "ISP-REGION"
"""The valueName of a region of ours."""

COUNTRY: Final[Named] = ("ISO-3166-1-alpha-2", "GB")


METRES: Final = 1000
"""In a kilometre, in which CAP measures."""


def areas_of(content: AlertContent) -> tuple[CapArea, ...]:
    """Return where an alert applies: the circle that it names, and the regions of its audience."""
    return (*_circle(content.area), *regions_of(content.audience))


def _circle(area: Area | None) -> tuple[CapArea, ...]:
    if area is None:
        return ()
    middle = (area.latitude, area.longitude)
    return (CapArea(area_desc=area.place, circles=(Circle(middle, area.radius_metres / METRES),)),)


def area_of(infos: Iterable[CapInfo]) -> Area | None:
    """Return the circle that a message names; None where it names none.

    Raises:
        TooManyShapes: it names more than one, or a polygon: a draft holds no such thing.
    """
    areas = [area for info in infos for area in info.areas]
    circles = {(area.area_desc, circle) for area in areas for circle in area.circles}
    if len(circles) > 1 or any(area.polygons for area in areas):
        raise TooManyShapes("must have no polygon and one circle at most: a draft holds no more")
    for place, circle in circles:
        latitude, longitude = circle.middle
        metres = round(circle.kilometres * METRES)
        return Area(place=place, latitude=latitude, longitude=longitude, radius_metres=metres)
    return None


class TooManyShapes(ValueError):
    """A message names more shapes than a draft can hold."""


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


def audience_of(infos: Iterable[CapInfo]) -> tuple[AudienceRow, ...]:
    """Return for whom a message is by the areas that we know; none where it names none of them."""
    geocodes = [code for info in infos for area in info.areas for code in area.geocodes]
    if COUNTRY in geocodes:
        return (AudienceRow(Mode.INCLUDE, Kind.EVERYONE),)
    regions = dict.fromkeys(
        value for name, value in geocodes if name == REGION_NAME and value in REGIONS
    )
    return tuple(AudienceRow(Mode.INCLUDE, Kind.REGION, code) for code in regions)
