"""What went out to everyone as an Atom feed (RFC 4287), with and without the CAP documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from isp.alerts.v1 import alert_pb2, cap_pb2
from services.gateway.atom import ATOM, NEVER, link, name, new_feed, say, written
from services.gateway.resources.alert_json import time_json

CAP: Final = "application/cap+xml"
_CAP: Final = "urn:oasis:names:tc:emergency:cap:1.2"

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
    return written(feed)


def cap_feed(about: Feed, messages: Sequence[cap_pb2.IssuedMessage]) -> bytes:
    """Return a feed whose entries hold the CAP documents."""
    feed = _feed(about, messages)
    for message in messages:
        document = fromstring(message.document)
        entry = _entry(feed, about, message, document)
        ET.SubElement(entry, name("content"), {"type": CAP}).append(document)
    return written(feed)


def _feed(about: Feed, messages: Sequence[cap_pb2.IssuedMessage]) -> ET.Element:
    feed = new_feed(
        about.address,
        "Public alerts",
        subtitle="Demonstration, not official." if about.demonstration else "",
        updated=time_json(messages[0].sent) if messages else NEVER,
        author="Information Sharing Platform",
    )
    link(feed, "self", ATOM, about.address)
    link(feed, "alternate", "text/html", f"{about.site}/alerts")
    return feed


def _entry(
    feed: ET.Element, about: Feed, message: cap_pb2.IssuedMessage, document: ET.Element
) -> ET.Element:
    """Add an entry. It leads to the page that its document names: one that anyone may read.

    Of a message of a public thread that is not for everyone that is the last public one's.
    """
    entry = ET.SubElement(feed, name("entry"))
    address = f"{about.site}/v1/alerts/cap/{message.identifier}.cap"
    say(entry, "id", address)
    say(entry, "title", message.headline)
    say(entry, "updated", time_json(message.sent))
    say(entry, "published", time_json(message.sent))
    notice = alert_pb2.AlertStatus.Name(message.notice).removeprefix("ALERT_STATUS_")
    ET.SubElement(entry, name("category"), {"term": notice})
    link(entry, "alternate", CAP, address)
    page = document.findtext(f"{{{_CAP}}}info/{{{_CAP}}}web", f"{about.site}/alerts")
    link(entry, "related", "text/html", page)
    return entry
