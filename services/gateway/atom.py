"""What every feed of ours is made of (Atom, RFC 4287), and its pages (RFC 5005, section 3)."""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

ATOM: Final = "application/atom+xml"
NAMESPACE: Final = "http://www.w3.org/2005/Atom"
NEVER: Final = "1970-01-01T00:00:00Z"
"""When a feed of nothing changed last."""

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may have (XML 1.0, section 2.2), though a text of ours might."""

ET.register_namespace("", NAMESPACE)


def name(local: str) -> str:
    """Return a name of Atom's."""
    return f"{{{NAMESPACE}}}{local}"


def say(parent: ET.Element, local: str, text: str | None, *, language: str = "") -> ET.Element:
    """Add an element with a text, in the language of what is around it unless said otherwise."""
    said = ET.SubElement(parent, name(local), {_LANGUAGE: language} if language else {})
    said.text = None if text is None else _NO_XML.sub("\ufffd", text)
    return said


def link(parent: ET.Element, relation: str, kind: str, address: str) -> None:
    """Add a link."""
    ET.SubElement(parent, name("link"), {"rel": relation, "type": kind, "href": address})


def category(parent: ET.Element, term: str, scheme: str, label: str = "") -> None:
    """Add a category; a label is for people."""
    said: Mapping[str, str] = {"term": term, "scheme": scheme} | ({"label": label} if label else {})
    ET.SubElement(parent, name("category"), {k: _NO_XML.sub("\ufffd", v) for k, v in said.items()})


def new_feed(
    feed_id: str, title: str, *, updated: str, author: str, subtitle: str = "", language: str = ""
) -> ET.Element:
    """Return a feed without links and entries. `updated` is a time of RFC 3339, in UTC."""
    feed = ET.Element(name("feed"), {_LANGUAGE: language} if language else {})
    say(feed, "id", feed_id)
    say(feed, "title", title)
    if subtitle:
        say(feed, "subtitle", subtitle)
    say(feed, "updated", updated)
    say(ET.SubElement(feed, name("author")), "name", author)
    return feed


def written(feed: ET.Element) -> bytes:
    """Return a feed as a document."""
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document
