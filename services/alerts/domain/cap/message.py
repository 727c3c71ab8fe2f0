"""A CAP 1.2 message, and what is wrong with one: also what OASIS' schema does not catch."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from chassis.errors import Violation
from services.alerts.domain.area import MOST_POINTS
from services.alerts.domain.cap.geometry import (
    Circle,
    NotAPolygon,
    Point,
    see_that_it_is_a_polygon,
)
from services.alerts.domain.cap.terms import (
    CapCertainty,
    CapSeverity,
    CapUrgency,
    Category,
    MsgType,
    ResponseType,
    Scope,
    Status,
)

_NAMED: Final = re.compile(r"[^\s,<&]+")
_LANGUAGE: Final = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""

LONGEST_NAME: Final = 200
"""Characters of an identifier or a sender: a limit of our own."""

DEFAULT_LANGUAGE: Final = "en-US"
"""What an info block is in that does not say so (CAP 1.2, section 3.2.2)."""

Named = tuple[str, str]
"""A valueName and its value."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message: who sent it, its identifier, and when it was sent."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CapArea:
    """Where a message applies."""

    area_desc: str
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Named, ...] = ()
    altitude: Decimal | None = None
    ceiling: Decimal | None = None

    def violations(self, place: str) -> list[Violation]:
        """Return everything that is wrong with it, by field."""
        found = _texts(place, areaDesc=self.area_desc)
        if not (self.polygons or self.circles or self.geocodes):
            found.append(Violation(place, "must have a polygon, a circle or a geocode"))
        for number, polygon in enumerate(self.polygons):
            try:
                see_that_it_is_a_polygon(polygon)
            except NotAPolygon as error:
                found.append(Violation(f"{place}.polygon[{number}]", str(error)))
        if self.ceiling is not None and self.altitude is None:
            found.append(Violation(f"{place}.ceiling", "needs an altitude beside it"))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CapInfo:
    """What a message says in one language."""

    language: str
    category: tuple[Category, ...]
    event: str
    urgency: CapUrgency
    severity: CapSeverity
    certainty: CapCertainty
    response_types: tuple[ResponseType, ...] = ()
    audience: str = ""
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Named, ...] = ()
    areas: tuple[CapArea, ...] = ()

    def violations(self, place: str) -> list[Violation]:
        """Return everything that is wrong with it, by field."""
        found = _texts(place, event=self.event)
        if not _LANGUAGE.fullmatch(self.language):
            found.append(Violation(f"{place}.language", "must be a language tag, as en-GB"))
        if not self.category:
            found.append(Violation(f"{place}.category", "must be said"))
        for number, area in enumerate(self.areas):
            found += area.violations(f"{place}.area[{number}]")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CapMessage:
    """One message of CAP 1.2."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    msg_type: MsgType
    scope: Scope
    source: str = ""
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[CapInfo, ...] = ()

    @property
    def reference(self) -> Reference:
        """How later messages name this one."""
        return Reference(self.sender, self.identifier, self.sent)

    @property
    def points(self) -> int:
        """How many points its polygons have; what each language says again is counted once."""
        polygons = {polygon for i in self.infos for area in i.areas for polygon in area.polygons}
        return sum(map(len, polygons))

    def violations(self) -> list[Violation]:
        """Return everything that is wrong with the message, by element."""
        found = [
            each
            for name, value in (("identifier", self.identifier), ("sender", self.sender))
            for each in _name(name, value)
        ]
        found += self._wrong_scope() + self._wrong_type()
        languages = [info.language.lower() for info in self.infos]
        if len(set(languages)) != len(languages):
            found.append(Violation("info.language", "says a language twice"))
        if self.points > MOST_POINTS:
            return [*found, Violation("info.area", f"must have at most {MOST_POINTS} points")]
        for number, info in enumerate(self.infos):
            found += info.violations(f"info[{number}]")
        return found

    def _wrong_scope(self) -> list[Violation]:
        found = []
        if self.scope is Scope.RESTRICTED and not self.restriction.strip():
            found.append(Violation("restriction", "must be said when scope is Restricted"))
        if self.scope is Scope.PRIVATE and not self.addresses:
            found.append(Violation("addresses", "must be said when scope is Private"))
        if any(not address.strip() or '"' in address for address in self.addresses):
            found.append(Violation("addresses", "must be names without quotation marks"))
        return found

    def _wrong_type(self) -> list[Violation]:
        found = []
        if self.msg_type in {MsgType.UPDATE, MsgType.CANCEL} and not self.references:
            found.append(Violation("references", "must name every earlier message"))
        if self.msg_type is MsgType.ERROR and not self.note.strip():
            found.append(Violation("note", "must say why, when msgType is Error"))
        if self.status is Status.EXERCISE and not self.note.strip():
            found.append(Violation("note", "must say which exercise, when status is Exercise"))
        for each in self.references:
            found += _name("references", each.sender) + _name("references", each.identifier)
        return found


def xml_text(said: str) -> str:
    """Return a text as XML can hold it: what it cannot is shown as the sign for that.

    Every end of a line is the one to which readers of XML turn it anyway.
    """
    return _NOT_XML.sub("\ufffd", said.replace("\r\n", "\n").replace("\r", "\n"))


def is_name(said: str) -> bool:
    """Tell whether a text can be an identifier or a sender."""
    return bool(_NAMED.fullmatch(said)) and len(said) <= LONGEST_NAME


def _name(field: str, value: str) -> list[Violation]:
    if not is_name(value):
        what = f"must have 1 to {LONGEST_NAME} characters, without a space, comma, < or &"
        return [Violation(field, what)]
    return []


def _texts(place: str, **said: str) -> list[Violation]:
    return [
        Violation(f"{place}.{name}", "must be said")
        for name, text in said.items()
        if not text.strip()
    ]
