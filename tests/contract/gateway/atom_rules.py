"""Whether a feed is Atom: by RELAX NG, and by the rules of RFC 4287 that no schema can say."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

NAMESPACE: Final = "{http://www.w3.org/2005/Atom}"


@cache
def _schema() -> Any:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def faults(document: bytes) -> list[str]:
    """Return what is wrong with a feed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    feed = etree.fromstring(document, parser)
    schema = _schema()
    if not schema.validate(feed):
        return [str(each) for each in schema.error_log]
    return [
        *_faults_of(feed),
        *(each for entry in feed.iter(_name("entry")) for each in _of(entry)),
    ]


def _faults_of(feed: Any) -> list[str]:
    found = []
    ids = [entry.findtext(_name("id")) for entry in feed.iter(_name("entry"))]
    if len(ids) != len(set(ids)):
        found.append("4.1.1: two entries of one document have the same id")
    if not any(each.get("rel") == "self" for each in feed.findall(_name("link"))):
        found.append("4.1.1: a feed should have a link to itself")
    if feed.find(_name("author")) is None:
        found.append("4.1.1: neither the feed nor each entry has an author")
    return found + _one_alternate(feed)


def _of(entry: Any) -> list[str]:
    found = _one_alternate(entry)
    alternate = any(
        each.get("rel", "alternate") == "alternate" for each in entry.iter(_name("link"))
    )
    if entry.find(_name("content")) is None and not alternate:
        found.append("4.1.2: an entry without content must have an alternate link")
    return found


def _one_alternate(parent: Any) -> list[str]:
    """Section 4.1.1: no two alternate links of the same type and language."""
    links = [
        (each.get("type"), each.get("hreflang"))
        for each in parent.findall(_name("link"))
        if each.get("rel", "alternate") == "alternate"
    ]
    return [] if len(links) == len(set(links)) else ["4.1.1: two alternate links are alike"]


def _name(local: str) -> str:
    return f"{NAMESPACE}{local}"
