"""A SCORM manifest as XML, read: 1.2 (CAM 2.3) and 2004 of the third and fourth edition (CAM 3.4).

It is somebody else's, as a cmi5 structure is, and bounded and read alike. Rules of sequencing and
prerequisites are passed over: units are taken in any order here.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from chassis.requests import Wrong
from services.training.domain.cmi5_course import (
    MOST_DEPTH,
    Block,
    CourseStructure,
    LangString,
    MoveOn,
    Unit,
)
from services.training.domain.scorm_course import (
    ASSET,
    Edition,
    ScormCourse,
    iri_of,
    type_of,
    with_parameters,
)
from services.training.inbound.cmi5_xml import LONGEST, MOST_UNITS, parsed

NAME: Final = "imsmanifest.xml"
_CP: Final = {
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "http://www.imsglobal.org/xsd/imscp_v1p1": "http://www.adlnet.org/xsd/adlcp_v1p3",
}
"""The namespaces of manifests, with that of SCORM's own words in each."""

_OF_1_2: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_SS: Final = "{http://www.imsglobal.org/xsd/imsss}"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_LONGEST_ID: Final = 300
_LONGEST_URL: Final = 1_000
_PER_CENT: Final = 100
_DECIMALS: Final = 4
_EDITIONS: Final = {each.value: each for each in Edition}
_SECOND_SIGN: Final = re.compile(r"[%\x00-\x1f\x7f\\]")


def read_manifest(document: bytes) -> ScormCourse:
    """Return the course that a manifest describes: its default organisation, else its only one.

    Raises:
        Invalid: it is too large, declares a document type, is no XML, is of another edition, or is
            not what SCORM asks; each fault is named with its place.
    """
    root = parsed(document, NAME)
    wrong = Wrong()
    space = root.tag.removeprefix("{").partition("}")[0]
    good = root.tag == f"{{{space}}}manifest" and space in _CP
    wrong.unless(good, "manifest", "must be the document, of SCORM 1.2 or 2004")
    wrong.check()
    course = _Reader(wrong, root, space).course()
    wrong.check()
    assert course is not None
    return course


class _Reader:
    """Reads a manifest, and says of each part what is wrong with it."""

    def __init__(self, wrong: Wrong, root: Element, space: str) -> None:
        self.wrong = wrong
        self.root = root
        self.cp = f"{{{space}}}"
        self.adl = f"{{{_CP[space]}}}"
        self.first = space == _OF_1_2
        self.ids: set[str] = set()
        self.units = 0
        self.type = ""
        self.resources = self._resources()

    def course(self) -> ScormCourse | None:
        edition = self._edition()
        organisation = self._organisation()
        if edition is None or organisation is None:
            return None
        self.type = type_of(edition)
        title = self._title(organisation, "organization")
        return ScormCourse(
            edition=edition,
            structure=CourseStructure(
                publisher_id=self._id(self.root, "manifest"),
                title=title,
                description=title,
                children=self._children(organisation, "organization", depth=0),
            ),
        )

    def _edition(self) -> Edition | None:
        said = (self.root.findtext(f"{self.cp}metadata/{self.cp}schemaversion") or "").strip()
        edition = _EDITIONS.get(said)
        good = edition is not None and (edition is Edition.V1_2) is self.first
        self.wrong.unless(
            good,
            "metadata.schemaversion",
            f"must be one of {', '.join(_EDITIONS)}, as the document",
        )
        return edition if good else None

    def _organisation(self) -> Element | None:
        """Return what is taught: the default, or the only one where none is named."""
        outer = self.root.find(f"{self.cp}organizations")
        found = [] if outer is None else outer.findall(f"{self.cp}organization")
        named = None if outer is None else outer.get("default")
        if named is not None:
            found = [each for each in found if each.get("identifier") == named]
        if len(found) != 1:
            self.wrong.say("organizations", "must have one, or name one of them as the default")
            return None
        return found[0]

    def _resources(self) -> dict[str, tuple[str, bool]]:
        """Return the address in the package of each resource, and whether it is a SCO."""
        found: dict[str, tuple[str, bool]] = {}
        outer = self.root.find(f"{self.cp}resources")
        above = self._base(self.root) + ("" if outer is None else self._base(outer))
        kind = f"{self.adl}{'scormtype' if self.first else 'scormType'}"
        for each in [] if outer is None else outer.findall(f"{self.cp}resource"):
            name, href = (each.get("identifier") or "").strip(), (each.get("href") or "").strip()
            place = f"resources.{name[:50]}"
            self.wrong.unless(bool(name) and name not in found, place, "must have an id of its own")
            said = (each.get(kind) or "asset").strip()
            self.wrong.unless(said in ("sco", "asset"), place, "must be a sco or an asset")
            url = f"{above}{self._base(each)}{href}" if href else ""
            good = not url or (len(url) <= _LONGEST_URL and _stays_inside(url))
            self.wrong.unless(good, f"{place}.href", "must be a file of the package")
            found[name] = (url, said == "sco")
        return found

    def _base(self, element: Element) -> str:
        base = (element.get(_BASE) or "").strip()
        self.wrong.unless(not base or base.endswith("/"), "xml:base", "must end with /")
        return base

    def _children(self, parent: Element, place: str, depth: int) -> tuple[Unit | Block, ...]:
        if depth > MOST_DEPTH:
            self.wrong.say(place, f"must stand no deeper than {MOST_DEPTH} blocks")
            return ()
        found = tuple(self._items(parent, place, depth))
        self.wrong.unless(bool(found), place, "must have an item")
        return found

    def _items(self, parent: Element, place: str, depth: int) -> Iterator[Unit | Block]:
        for number, each in enumerate(parent.findall(f"{self.cp}item")):
            where = f"{place}.item[{number}]"
            inner = each.find(f"{self.cp}item") is not None
            named = (each.get("identifierref") or "").strip()
            self.wrong.unless(
                inner is not bool(named), where, "must name a resource or hold items, not both"
            )
            title = self._title(each, where)
            if not inner:
                yield self._unit(each, named, title, where)
                continue
            yield Block(
                publisher_id=self._id(each, where),
                title=title,
                description=title,
                children=self._children(each, where, depth + 1),
            )

    def _unit(self, item: Element, named: str, title: LangString, place: str) -> Unit:
        self.units += 1
        if self.units > MOST_UNITS:
            self.wrong.say(place, f"must be one of at most {MOST_UNITS} units")
            self.wrong.check()
        url, sco = self.resources.get(named, ("", False))
        self.wrong.unless(bool(url), f"{place}.identifierref", "must be a resource with a file")
        identifier = self._id(item, place)
        parameters = (item.get("parameters") or "").strip()
        short = len(parameters) <= _LONGEST_URL
        self.wrong.unless(short, f"{place}.parameters", f"must have at most {_LONGEST_URL} letters")
        mastery = self._mastery(item, place)
        met = MoveOn.COMPLETED_OR_PASSED if mastery is None else MoveOn.PASSED
        return Unit(
            publisher_id=identifier,
            title=title,
            description=title,
            url=with_parameters(url, parameters),
            move_on=met if sco else MoveOn.COMPLETED,
            mastery_score=mastery,
            launch_parameters=self._launch_data(item, place),
            activity_type=self.type if sco else ASSET,
        )

    def _id(self, element: Element, place: str) -> str:
        said = (element.get("identifier") or "").strip()
        good = 0 < len(said) <= _LONGEST_ID and said not in self.ids
        self.wrong.unless(good, f"{place}.identifier", "must be there, and stand only once")
        self.ids.add(said)
        return iri_of(said)

    def _title(self, element: Element, place: str) -> LangString:
        said = (element.findtext(f"{self.cp}title") or "").strip()
        good = 0 < len(said) <= LONGEST
        self.wrong.unless(good, f"{place}.title", f"must have 1 to {LONGEST} characters")
        return {"": said}

    def _launch_data(self, item: Element, place: str) -> str | None:
        name = "datafromlms" if self.first else "dataFromLMS"
        said = (item.findtext(f"{self.adl}{name}") or "").strip()
        self.wrong.unless(
            len(said) <= LONGEST, f"{place}.{name}", f"must have at most {LONGEST} characters"
        )
        return said or None

    def _mastery(self, item: Element, place: str) -> Decimal | None:
        """Return from which score an item is passed: 1.2 says it in per cent, 2004 from 0 to 1."""
        if self.first:
            name, said, whole = "masteryscore", item.findtext(f"{self.adl}masteryscore"), _PER_CENT
        else:
            name, said, whole = "minNormalizedMeasure", _normalised(item), 1
        if said is None or not said.strip():
            return None
        try:
            score = Decimal(said.strip()) / whole
        except InvalidOperation:
            score = Decimal(-1)
        exponent = score.as_tuple().exponent
        fine = isinstance(exponent, int) and -exponent <= _DECIMALS and 0 <= score <= 1
        self.wrong.unless(fine, f"{place}.{name}", f"must be from 0 to {whole}")
        return score if fine else None


def _normalised(item: Element) -> str | None:
    primary = item.find(f"{_SS}sequencing/{_SS}objectives/{_SS}primaryObjective")
    if primary is None or (primary.get("satisfiedByMeasure") or "").strip() not in ("true", "1"):
        return None
    return primary.findtext(f"{_SS}minNormalizedMeasure", "1.0")


def _stays_inside(url: str) -> bool:
    """Return whether an address is a file of the package, also once it is read by a browser."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = unquote(parts.path)
    plain = not parts.scheme and not parts.netloc and not _SECOND_SIGN.search(path)
    return plain and bool(path) and not path.startswith("/") and ".." not in path.split("/")
