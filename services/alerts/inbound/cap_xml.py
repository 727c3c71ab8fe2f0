"""CAP 1.2 as XML, read: nothing is resolved or fetched, and size comes before all else."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final, TypeVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from chassis.errors import Violation
from chassis.requests import Wrong
from services.alerts.domain.area import MOST_POINTS
from services.alerts.domain.cap import times
from services.alerts.domain.cap.geometry import (
    points_in,
    read_circle,
    read_polygon,
)
from services.alerts.domain.cap.message import (
    DEFAULT_LANGUAGE,
    CapArea,
    CapInfo,
    CapMessage,
    Reference,
)
from services.alerts.domain.cap.schema import MANY, SCHEMA, SIGNATURES
from services.alerts.domain.cap.terms import (
    NAMESPACE,
    CapCertainty,
    CapSeverity,
    CapUrgency,
    Category,
    MsgType,
    ResponseType,
    Scope,
    Status,
)
from services.alerts.domain.errors import CapForbidden, CapTooLarge, CapUnreadable

LARGEST: Final = 1024 * 1024
"""Bytes of a message."""

_LONGEST_NUMBER: Final = 30
_NAMES: Final = re.compile(r'"([^"]*)"|(\S+)')
_FIELDS_OF_REFERENCE: Final = 3

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def read_cap(document: bytes) -> CapMessage:
    """Return the message that a document is; whether it keeps CAP's rules is the domain's to say.

    Raises:
        CapTooLarge: it has more than 1 MiB, or more than 50,000 points: before any is read.
        CapForbidden: it declares a document type or an entity.
        CapUnreadable: it is no XML document.
        Invalid: an element is missing, too many, unknown, out of its order, or not what it must
            be; each is named.
    """
    root = _parsed(document)
    wrong = Wrong()
    if root.tag != f"{{{NAMESPACE}}}alert":
        wrong.say("alert", f"must be the document's element, of the namespace {NAMESPACE}")
        wrong.check()
    _see_that_the_order_is_kept(root, wrong)
    wrong.check()
    polygons = [each.text or "" for each in root.iter(f"{{{NAMESPACE}}}polygon")]
    if points_in(polygons) > MOST_POINTS:
        raise CapTooLarge(Violation("info.area", f"must have at most {MOST_POINTS} points"))
    message = _message(_Part(root, "alert", wrong))
    wrong.check()
    assert message is not None
    return message


def _parsed(document: bytes) -> Element:
    if len(document) > LARGEST:
        raise CapTooLarge(Violation("document", f"must have at most {LARGEST} bytes"))
    try:
        root: Element = fromstring(document, forbid_dtd=True)
    except DefusedXmlException:
        what = "must have no document type and no entities"
        raise CapForbidden(Violation("document", what)) from None
    except (ParseError, ValueError, LookupError):
        raise CapUnreadable(Violation("document", "must be well-formed XML")) from None
    return root


def _see_that_the_order_is_kept(root: Element, wrong: Wrong) -> None:
    """See that each element has the children that the schema wants, in its order."""
    waiting = [(root, "alert")]
    while waiting:
        element, place = waiting.pop()
        name = _local(element)
        known, at, counted = SCHEMA[name], 0, dict[str, int]()
        order = [child for child, _, _ in known]
        for child in element:
            if name == "alert" and child.tag.startswith(f"{{{SIGNATURES}}}"):
                at = len(order)
                continue
            said = _local(child)
            if said not in order[at:]:
                wrong.say(f"{place}.{said[:50]}", "is unknown here, or not in its order")
                return
            at = order.index(said, at)
            counted[said] = counted.get(said, 0) + 1
            if said in SCHEMA:
                waiting.append((child, f"{place}.{said}"))
            elif len(child):
                wrong.say(f"{place}.{said}", "must hold text and nothing else")
                return
        for child_name, least, most in known:
            count = counted.get(child_name, 0)
            much = f"at least {least}" if most == MANY else f"{least} to {most}"
            good = least <= count <= most
            wrong.unless(good, f"{place}.{child_name}", f"must be there {much} times")


def _local(element: Element) -> str:
    """Return an element's name; of another namespace it is left whole, and so is unknown."""
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


class _Part:
    """An element whose children are texts, and what is wrong with any of them."""

    def __init__(self, element: Element, place: str, wrong: Wrong) -> None:
        self.element = element
        self.place = place
        self.wrong = wrong

    def text(self, name: str) -> str:
        """Return a child's text; nothing where there is none such."""
        return (self.element.findtext(f"{{{NAMESPACE}}}{name}") or "").strip()

    def texts(self, name: str) -> list[str]:
        """Return the texts of every child of a name."""
        return [(each.text or "").strip() for each in self._all(name)]

    def parts(self, name: str) -> "list[_Part]":
        """Return every child of a name that has children itself."""
        return [
            _Part(each, f"{self.place}.{name}[{number}]", self.wrong)
            for number, each in enumerate(self._all(name))
        ]

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the valueNames and values of children."""
        return tuple((each.text("valueName"), each.text("value")) for each in self.parts(name))

    def built(self, name: str, build: Callable[[str], T], said: str) -> T | None:
        """Return what is made of a text, or say why nothing can be."""
        return self.wrong.built(f"{self.place}.{name}", lambda: build(said))

    def built_each(self, name: str, build: Callable[[str], T]) -> tuple[T, ...]:
        """Return what is made of each child of a name; that of which nothing can be is numbered."""
        texts = enumerate(self.texts(name))
        found = [self.built(f"{name}[{number}]", build, said) for number, said in texts]
        return tuple(each for each in found if each is not None)

    def word(self, kind: type[E], name: str) -> E | None:
        """Return the word that a child says."""
        return self.built(name, _word_of(kind), self.text(name))

    def words(self, kind: type[E], name: str) -> tuple[E, ...]:
        """Return the words that children say."""
        found = [self.built(name, _word_of(kind), said) for said in self.texts(name)]
        return tuple(word for word in found if word is not None)

    def moment(self, name: str) -> datetime | None:
        """Return the moment that a child says; None where there is none such."""
        said = self.text(name)
        there = self.element.find(f"{{{NAMESPACE}}}{name}") is not None
        return self.built(name, times.read, said) if there else None

    def number(self, name: str) -> Decimal | None:
        """Return the number that a child says; None where there is none such."""
        said = self.text(name)
        return self.built(name, _decimal, said) if said else None

    def _all(self, name: str) -> list[Element]:
        return self.element.findall(f"{{{NAMESPACE}}}{name}")


def _message(alert: _Part) -> CapMessage | None:
    sent = alert.moment("sent")
    status, msg_type = alert.word(Status, "status"), alert.word(MsgType, "msgType")
    scope = alert.word(Scope, "scope")
    references = alert.built("references", _references, alert.text("references"))
    infos = tuple(info for info in map(_info, alert.parts("info")) if info is not None)
    if not (sent and status and msg_type and scope):
        return None
    return CapMessage(
        identifier=alert.text("identifier"),
        sender=alert.text("sender"),
        sent=sent,
        status=status,
        msg_type=msg_type,
        source=alert.text("source"),
        scope=scope,
        restriction=alert.text("restriction"),
        addresses=_names(alert.text("addresses")),
        codes=tuple(alert.texts("code")),
        note=alert.text("note"),
        references=references or (),
        incidents=_names(alert.text("incidents")),
        infos=infos,
    )


def _info(info: _Part) -> CapInfo | None:
    urgency, severity = info.word(CapUrgency, "urgency"), info.word(CapSeverity, "severity")
    certainty = info.word(CapCertainty, "certainty")
    category = info.words(Category, "category")
    response_types = info.words(ResponseType, "responseType")
    moments = {name: info.moment(name) for name in ("effective", "onset", "expires")}
    areas = tuple(map(_area, info.parts("area")))
    if not (urgency and severity and certainty):
        return None
    return CapInfo(
        language=info.text("language") or DEFAULT_LANGUAGE,
        category=category,
        event=info.text("event"),
        response_types=response_types,
        urgency=urgency,
        severity=severity,
        certainty=certainty,
        audience=info.text("audience"),
        **moments,
        sender_name=info.text("senderName"),
        headline=info.text("headline"),
        description=info.text("description"),
        instruction=info.text("instruction"),
        web=info.text("web"),
        contact=info.text("contact"),
        parameters=info.pairs("parameter"),
        areas=areas,
    )


def _area(area: _Part) -> CapArea:
    polygons = area.built_each("polygon", read_polygon)
    circles = area.built_each("circle", read_circle)
    return CapArea(
        area_desc=area.text("areaDesc"),
        polygons=polygons,
        circles=circles,
        geocodes=area.pairs("geocode"),
        altitude=area.number("altitude"),
        ceiling=area.number("ceiling"),
    )


def _references(said: str) -> tuple[Reference, ...]:
    return tuple(map(_reference, said.split()))


def _reference(said: str) -> Reference:
    fields = said.split(",")
    if len(fields) != _FIELDS_OF_REFERENCE:
        raise ValueError("must each be a sender, an identifier and a moment, with commas between")
    return Reference(fields[0], fields[1], times.read(fields[2]))


def _names(said: str) -> tuple[str, ...]:
    return tuple(quoted or plain for quoted, plain in _NAMES.findall(said))


def _decimal(said: str) -> Decimal:
    try:
        number = Decimal(said) if len(said) <= _LONGEST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "e" in said.lower() or "_" in said:
        raise ValueError("must be a number")
    return number


def _word_of(kind: type[E]) -> Callable[[str], E]:
    known = {str(each.value): each for each in kind}

    def word(said: str) -> E:
        if said not in known:
            raise ValueError(f"must be one of {_listed(known)}")
        return known[said]

    return word


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
