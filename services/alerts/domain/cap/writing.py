"""A CAP 1.2 message as XML: elements in the schema's order, and the same bytes each time."""

from collections.abc import Iterable
from typing import Any, Final
from xml.etree import ElementTree as ET

from chassis.errors import Invalid
from services.alerts.domain.cap.geometry import written_circle, written_polygon
from services.alerts.domain.cap.message import CapArea, CapInfo, CapMessage, Named, xml_text
from services.alerts.domain.cap.terms import NAMESPACE
from services.alerts.domain.cap.times import written

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def to_xml(message: CapMessage) -> bytes:
    """Return a message as an XML document in UTF-8.

    Raises:
        Invalid: it breaks a rule of CAP; such a message is never written.
    """
    if wrong := message.violations():
        raise Invalid(*wrong)
    alert = ET.Element("alert", {"xmlns": NAMESPACE})
    _say(alert, "identifier", message.identifier)
    _say(alert, "sender", message.sender)
    _say(alert, "sent", written(message.sent))
    _say(alert, "status", message.status.value)
    _say(alert, "msgType", message.msg_type.value)
    _say(alert, "source", message.source)
    _say(alert, "scope", message.scope.value)
    _say(alert, "restriction", message.restriction)
    _say(alert, "addresses", listed(message.addresses))
    _each(alert, "code", message.codes)
    _say(alert, "note", message.note)
    triples = (f"{r.sender},{r.identifier},{written(r.sent)}" for r in message.references)
    _say(alert, "references", " ".join(triples))
    _say(alert, "incidents", listed(message.incidents))
    for info in message.infos:
        _info(alert, info)
    ET.indent(alert, " ")
    document: bytes = ET.tostring(alert, encoding="utf-8", xml_declaration=False)
    return _DECLARATION + document + b"\n"


def listed(names: Iterable[str]) -> str:
    """Return names with a space between; those that hold one themselves are quoted."""
    return " ".join(f'"{name}"' if any(map(str.isspace, name)) else name for name in names)


def _info(alert: ET.Element, said: CapInfo) -> None:
    info = ET.SubElement(alert, "info")
    _say(info, "language", said.language)
    _each(info, "category", (each.value for each in said.category))
    _say(info, "event", said.event)
    _each(info, "responseType", (each.value for each in said.response_types))
    _say(info, "urgency", said.urgency.value)
    _say(info, "severity", said.severity.value)
    _say(info, "certainty", said.certainty.value)
    _say(info, "audience", said.audience)
    for name in ("effective", "onset", "expires"):
        moment = getattr(said, name)
        _say(info, name, written(moment) if moment else "")
    _say(info, "senderName", said.sender_name)
    for name in ("headline", "description", "instruction", "web", "contact"):
        _say(info, name, getattr(said, name))
    _pairs(info, "parameter", said.parameters)
    for area in said.areas:
        _area(info, area)


def _area(info: ET.Element, said: CapArea) -> None:
    area = ET.SubElement(info, "area")
    _say(area, "areaDesc", said.area_desc)
    _each(area, "polygon", map(written_polygon, said.polygons))
    _each(area, "circle", map(written_circle, said.circles))
    _pairs(area, "geocode", said.geocodes)
    for name in ("altitude", "ceiling"):
        height = getattr(said, name)
        _say(area, name, "" if height is None else f"{height:f}")


def _pairs(parent: ET.Element, name: str, pairs: Iterable[Named]) -> None:
    for value_name, value in pairs:
        pair = ET.SubElement(parent, name)
        ET.SubElement(pair, "valueName").text = xml_text(value_name)
        ET.SubElement(pair, "value").text = xml_text(value)


def _each(parent: ET.Element, name: str, texts: Iterable[Any]) -> None:
    for text in texts:
        _say(parent, name, text)


def _say(parent: ET.Element, name: str, text: str) -> None:
    if text:
        ET.SubElement(parent, name).text = xml_text(text)
