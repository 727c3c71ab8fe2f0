"""A SCORM package as the same course that cmi5 knows: blocks of units, and what satisfies each."""

from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from services.training.domain.cmi5_course import CourseStructure

OURS: Final = "urn:scorm:"
"""How the types and ids begin that are made here: no manifest of cmi5 says such a type."""

ASSET: Final = f"{OURS}asset"


class Edition(Enum):
    """The editions of SCORM that are read; the values are what manifests say."""

    V1_2 = "1.2"
    V2004_3 = "2004 3rd Edition"
    V2004_4 = "2004 4th Edition"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScormCourse:
    """What a manifest describes.

    The units that speak to the platform have the type of their run-time (`type_of`); the others,
    of type `ASSET`, are only opened, and completed by that. A unit's `launch_parameters` are its
    cmi.launch_data.
    """

    edition: Edition
    structure: CourseStructure


def type_of(edition: Edition) -> str:
    """Return the activity type of a SCO: it says in which player it is opened."""
    return f"{OURS}sco:{'1.2' if edition is Edition.V1_2 else '2004'}"


def iri_of(identifier: str) -> str:
    """Return an id that no other package's id can be: SCORM asks them to be alone in a manifest."""
    return f"{OURS}{quote(identifier, safe='')}"


def opened_at(address: str, structure: CourseStructure, url: str) -> str:
    """Return where a unit of a package is opened: itself, or a SCO's player.

    `url` is the unit's own, and `address` where that is served.
    """
    kinds = {type_of(each): each for each in Edition}
    found = (each.activity_type for each in structure.units() if each.url == url)
    edition = next((kinds[each] for each in found if each in kinds), None)
    return address if edition is None else played_at(address, edition)


def played_at(address: str, edition: Edition) -> str:
    """Return where a SCO is opened: the player of its run-time, on the SCO's own origin.

    `address` is whole, where the SCO's page is served; what a launch adds to it goes to the player.
    """
    parts = urlsplit(address)
    own = parts._replace(scheme="", netloc="").geturl()
    slug = "1.2" if edition is Edition.V1_2 else "2004"
    player = f"/scorm/{slug}/play"
    return parts._replace(path=player, query=urlencode({"sco": own}), fragment="").geturl()


def with_parameters(url: str, parameters: str) -> str:
    """Return an address with an item's parameters (SCORM 2004 CAM, 3.4.1.7).

    Those of an item that begin with `#` are left out where the address has such a part already.
    """
    said = parameters.lstrip("?&")
    if not said or (said.startswith("#") and "#" in url):
        return url
    if said.startswith("#"):
        return url + said
    path, sign, fragment = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{said}{sign}{fragment}"
