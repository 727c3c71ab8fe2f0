"""A cmi5 course structure as XML, read (cmi5 Quartz, 13 and 14).

The document is somebody else's: it has bounds before it is read, declares nothing, and refers to
nothing but files of its package or origins that the platform was told to trust.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final, TypeVar
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong
from services.training.domain.cmi5_course import (
    MOST_DEPTH,
    NAMESPACE,
    Block,
    CourseStructure,
    LangString,
    LaunchMethod,
    MoveOn,
    Unit,
)
from services.training.domain.scorm_course import OURS

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a structure. A unit takes about 700, so this is some ten thousand of them."""

MOST_UNITS: Final = 5_000
"""The specification asks for more than 1,000 (6.1)."""

LONGEST: Final = 4_000
_LONGEST_IRI: Final = 1_000
_DECIMALS: Final = 4
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_OF_A_BLOCK: Final = frozenset({"course", "title", "description", "objectives"})
_OF_A_UNIT: Final = frozenset(
    {"title", "description", "objectives", "url", "launchParameters", "entitlementKey"}
)
_UNKNOWN: Final = "is unknown here"
_ABOVE: Final = "must have a title and a description before all else, in their order"
E = TypeVar("E", bound=Enum)


def read_structure(document: bytes, *, trusted: frozenset[str] = frozenset()) -> CourseStructure:
    """Return the course that a document describes.

    `trusted` are origins (scheme, host and port) beside the package from which units may come.
    White space about every value is dropped (13.1). Elements of other namespaces are passed over
    (13.1.5).

    Raises:
        Invalid: it is too large, declares a document type, is no XML, or is not what cmi5 asks;
            each fault is named with its place.
    """
    root = parsed(document)
    wrong = Wrong()
    wrong.unless(root.tag == _name("courseStructure"), "courseStructure", "must be the document")
    wrong.check()
    structure = _Reader(wrong, trusted).course(root)
    wrong.check()
    assert structure is not None
    return structure


def parsed(document: bytes, file: str = "cmi5.xml") -> Element:
    """Return the root of a document that is bounded and declares nothing.

    Raises:
        Invalid: it is too large, declares a document type, or is no XML; `file` names it.
    """

    def refuse(what: str) -> Invalid:
        return Invalid(Violation(file, what))

    if len(document) > LARGEST:
        raise refuse(f"must have at most {LARGEST} bytes")
    try:
        root: Element = fromstring(document, forbid_dtd=True)
    except DefusedXmlException:
        raise refuse("must have no document type and no entities") from None
    except (ParseError, ValueError, LookupError):
        raise refuse("must be well-formed XML") from None
    return root


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _local(element: Element) -> str | None:
    """Return an element's name; None for one of another namespace."""
    name = element.tag.removeprefix(_name(""))
    return None if name == element.tag else name


class _Reader:
    """Reads elements, and says of each what is wrong with it."""

    def __init__(self, wrong: Wrong, trusted: frozenset[str]) -> None:
        self.wrong = wrong
        self.trusted = trusted
        self.ids: set[str] = set()
        self.objectives: set[str] = set()
        self.units = 0

    def course(self, root: Element) -> CourseStructure | None:
        course = root.find(_name("course"))
        if course is None:
            self.wrong.say("courseStructure.course", "must be there")
            return None
        for number, each in enumerate(root.findall(f"{_name('objectives')}/{_name('objective')}")):
            self.objectives.add(self._id(each, f"objectives.objective[{number}]"))
        title, description = self._words(course, "course")
        children = self._children(root, "courseStructure", depth=0)
        return CourseStructure(
            publisher_id=self._id(course, "course"),
            title=title,
            description=description,
            children=children,
        )

    def _children(self, parent: Element, place: str, depth: int) -> tuple[Unit | Block, ...]:
        if depth > MOST_DEPTH:
            self.wrong.say(place, f"must stand no deeper than {MOST_DEPTH} blocks")
            return ()
        found = [
            self._unit(each, where) if name == "au" else self._block(each, where, depth)
            for each, name, where in self._parts(parent, place)
        ]
        self.wrong.unless(bool(found), place, "must have a unit or a block")
        return tuple(found)

    def _parts(self, parent: Element, place: str) -> Iterator[tuple[Element, str, str]]:
        for number, each in enumerate(parent):
            name = _local(each)
            if name in ("au", "block"):
                yield each, name, f"{place}.{name}[{number}]"
            elif name is not None and name not in _OF_A_BLOCK:
                self.wrong.say(f"{place}.{name[:50]}", _UNKNOWN)

    def _block(self, element: Element, place: str, depth: int) -> Block:
        title, description = self._words(element, place)
        self._objectives(element, place)
        return Block(
            publisher_id=self._id(element, place),
            title=title,
            description=description,
            children=self._children(element, place, depth + 1),
        )

    def _unit(self, element: Element, place: str) -> Unit:
        self.units += 1
        if self.units > MOST_UNITS:
            self.wrong.say(place, f"must be one of at most {MOST_UNITS} units")
            self.wrong.check()
        for each in map(_local, element):
            known = each is None or each in _OF_A_UNIT
            self.wrong.unless(known, f"{place}.{(each or '')[:50]}", _UNKNOWN)
        title, description = self._words(element, place)
        self._objectives(element, place)
        return Unit(
            publisher_id=self._id(element, place),
            title=title,
            description=description,
            url=self._url(element, place),
            move_on=self._choice(MoveOn, element, "moveOn", MoveOn.NOT_APPLICABLE, place),
            mastery_score=self._mastery(element, place),
            launch_method=self._choice(
                LaunchMethod, element, "launchMethod", LaunchMethod.ANY_WINDOW, place
            ),
            launch_parameters=self._text(element, "launchParameters", place),
            entitlement_key=self._text(element, "entitlementKey", place),
            activity_type=self._type(element, place),
        )

    def _id(self, element: Element, place: str) -> str:
        said = (element.get("id") or "").strip()
        good = len(said) <= _LONGEST_IRI and bool(_IRI.fullmatch(said))
        self.wrong.unless(good, f"{place}.id", "must be an IRI")
        self.wrong.unless(said not in self.ids, f"{place}.id", "must stand only once in the course")
        self.ids.add(said)
        return said

    def _words(self, element: Element, place: str) -> tuple[LangString, LangString]:
        order = [name for name in map(_local, element) if name is not None]
        self.wrong.unless(order[:2] == ["title", "description"], place, _ABOVE)
        title, description = (
            self._langstrings(element.find(_name(name)), f"{place}.{name}")
            for name in ("title", "description")
        )
        return title, description

    def _langstrings(self, element: Element | None, place: str) -> LangString:
        words: dict[str, str] = {}
        for each in [] if element is None else element.findall(_name("langstring")):
            language = (each.get("lang") or "").strip()
            good = not language or bool(_LANGUAGE.fullmatch(language))
            self.wrong.unless(good, f"{place}.lang", "must be a language tag (RFC 5646)")
            self.wrong.unless(language not in words, f"{place}.lang", "must stand only once")
            words[language] = (each.text or "").strip()
            self.wrong.unless(
                len(words[language]) <= LONGEST, place, f"must have at most {LONGEST} characters"
            )
        self.wrong.unless(any(words.values()), place, "must say something")
        return words

    def _objectives(self, element: Element, place: str) -> None:
        for each in element.findall(f"{_name('objectives')}/{_name('objective')}"):
            known = (each.get("idref") or "").strip() in self.objectives
            self.wrong.unless(known, f"{place}.objectives", "must name objectives of the course")

    def _url(self, element: Element, place: str) -> str:
        said = (element.findtext(_name("url")) or "").strip()
        try:
            parts = urlsplit(said)
            origin = f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            said, parts, origin = "", urlsplit(""), ""
        inside = not parts.scheme and not parts.netloc and _stays_inside(parts.path)
        good = 0 < len(said) <= _LONGEST_IRI and (inside or origin in self.trusted)
        what = "must be a file of the package, or an address at an origin that is trusted"
        self.wrong.unless(good, f"{place}.url", what)
        return said

    def _type(self, element: Element, place: str) -> str | None:
        said = (element.get("activityType") or "").strip()
        good = (
            len(said) <= _LONGEST_IRI and bool(_IRI.fullmatch(said)) and not said.startswith(OURS)
        )
        self.wrong.unless(good or not said, f"{place}.activityType", "must be an IRI of the author")
        return said or None

    def _mastery(self, element: Element, place: str) -> Decimal | None:
        said = element.get("masteryScore")
        if said is None:
            return None
        try:
            score = Decimal(said.strip())
        except InvalidOperation:
            score = Decimal(-1)
        exponent = score.as_tuple().exponent
        fine = isinstance(exponent, int) and -exponent <= _DECIMALS
        self.wrong.unless(
            fine and 0 <= score <= 1,
            f"{place}.masteryScore",
            f"must be from 0 to 1, with at most {_DECIMALS} decimal places",
        )
        return score

    def _choice(self, kind: type[E], element: Element, name: str, default: E, place: str) -> E:
        said = element.get(name)
        known = {each.value: each for each in kind}
        if said is None or said.strip() in known:
            return default if said is None else known[said.strip()]
        self.wrong.say(f"{place}.{name}", f"must be one of {', '.join(known)}")
        return default

    def _text(self, element: Element, name: str, place: str) -> str | None:
        said = (element.findtext(_name(name)) or "").strip()
        good = len(said) <= LONGEST
        self.wrong.unless(good, f"{place}.{name}", f"must have at most {LONGEST} characters")
        return said or None


def _stays_inside(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return bool(path) and not path.startswith(("/", "\\")) and ".." not in parts and "%" not in path
