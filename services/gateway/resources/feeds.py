"""What went out to everyone as an Atom feed (RFC 4287), with and without the CAP documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from isp.alerts.v1 import alert_pb2, cap_pb2
from services.gateway.resources.alert_json import time_json

ATOM: Final = "application/atom+xml"
CAP: Final = "application/cap+xml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_CAP: Final = "urn:oasis:names:tc:emergency:cap:1.2"
_NEVER: Final = "1970-01-01T00:00:00Z"
"""When a feed of nothing changed last."""

ET.register_namespace("", _ATOM)
ET.register_namespace("cap", _CAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Whose feed it is, and where."""

    site: str
    address: str
    demonstration: bool


def atom_feed(about: Feed, messages: Sequence[cap_pb2.IssuedMessage]) -> bytes:
    """Return a feed whose entries lead to the CAP documents."""
    feed = _feed(about, messages)
    for message in messages:
        _entry(feed, about, message, fromstring(message.document))
    return _written(feed)


def cap_feed(about: Feed, messages: Sequence[cap_pb2.IssuedMessage]) -> bytes:
    """Return a feed whose entries hold the CAP documents."""
    feed = _feed(about, messages)
    for message in messages:
        document = fromstring(message.document)
        entry = _entry(feed, about, message, document)
        ET.SubElement(entry, _name("content"), {"type": CAP}).append(document)
    return _written(feed)


def _feed(about: Feed, messages: Sequence[cap_pb2.IssuedMessage]) -> ET.Element:
    feed = ET.Element(_name("feed"))
    _say(feed, "id", about.address)
    _say(feed, "title", "Public alerts")
    if about.demonstration:
        _say(feed, "subtitle", "Demonstration, not official.")
    _say(feed, "updated", time_json(messages[0].sent) if messages else _NEVER)
    _say(ET.SubElement(feed, _name("author")), "name", "Information Sharing Platform")
    _link(feed, "self", ATOM, about.address)
    _link(feed, "alternate", "text/html", f"{about.site}/alerts")
    return feed


def _entry(
    feed: ET.Element, about: Feed, message: cap_pb2.IssuedMessage, document: ET.Element
) -> ET.Element:
    """Add an entry. It leads to the page that its document names: one that anyone may read.

    Of a message of a public thread that is not for everyone that is the last public one's.
    """
    entry = ET.SubElement(feed, _name("entry"))
    address = f"{about.site}/v1/alerts/cap/{message.identifier}.cap"
    _say(entry, "id", address)
    _say(entry, "title", message.headline)
    _say(entry, "updated", time_json(message.sent))
    _say(entry, "published", time_json(message.sent))
    notice = alert_pb2.AlertStatus.Name(message.notice).removeprefix("ALERT_STATUS_")
    ET.SubElement(entry, _name("category"), {"term": notice})
    _link(entry, "alternate", CAP, address)
    page = document.findtext(f"{{{_CAP}}}info/{{{_CAP}}}web", f"{about.site}/alerts")
    _link(entry, "related", "text/html", page)
    return entry


def _link(parent: ET.Element, relation: str, kind: str, address: str) -> None:
    ET.SubElement(parent, _name("link"), {"rel": relation, "type": kind, "href": address})


def _say(parent: ET.Element, name: str, text: str | None) -> None:
    ET.SubElement(parent, _name(name)).text = text


def _name(local: str) -> str:
    return f"{{{_ATOM}}}{local}"


def _written(feed: ET.Element) -> bytes:
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document
