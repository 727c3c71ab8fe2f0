"""Where one of our own documents applies, and where its page is, read back from it."""

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from services.alerts.domain.cap.geometry import read_circle, read_polygon
from services.alerts.domain.cap.message import CapArea, Named
from services.alerts.domain.cap.terms import NAMESPACE

_IN: Final = f"{{{NAMESPACE}}}"


@dataclass(frozen=True, slots=True)
class Where:
    """The areas of a document, and the address of its page."""

    areas: tuple[CapArea, ...]
    web: str


def where_said(document: bytes) -> Where:
    """Return where a document that `to_xml` wrote applies; each of its languages says the same."""
    info = fromstring(document).find(f"{_IN}info")
    assert info is not None, "our messages say something"
    areas = tuple(map(_area, info.findall(f"{_IN}area")))
    return Where(areas, info.findtext(f"{_IN}web", ""))


def _area(area: Element) -> CapArea:
    return CapArea(
        area_desc=area.findtext(f"{_IN}areaDesc", ""),
        polygons=tuple(read_polygon(each.text or "") for each in area.findall(f"{_IN}polygon")),
        circles=tuple(read_circle(each.text or "") for each in area.findall(f"{_IN}circle")),
        geocodes=tuple(map(_pair, area.findall(f"{_IN}geocode"))),
    )


def _pair(geocode: Element) -> Named:
    value_name, value = geocode.findtext(f"{_IN}valueName", ""), geocode.findtext(f"{_IN}value", "")
    return value_name, value
