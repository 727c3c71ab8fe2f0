"""A postcode, and the regions about which somebody there is warned.

How a postcode is written: BS 7666-2, appendix C.
"""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from chassis.errors import Invalid, Violation
from services.identity.domain.errors import PostcodeNotCovered
from services.identity.domain.location import Location

_LONGEST: Final = 20
OUTWARD: Final = (
    r"[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}"
    r"|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]"
)
"""How the first part of a postcode is written, as a pattern."""

_WRITTEN: Final = re.compile(f"({OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})")

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/postcode_areas.json").read_text("utf-8")
)
AREAS: Final[dict[str, tuple[str, ...]]] = {
    area: tuple(regions) for area, regions in _DATA["areas"].items()
}
"""Each postcode area by its one or two letters, with the regions in which it lies."""


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode in capitals with one space, such as "SW1A 1AA"."""

    text: str

    @classmethod
    def parsed(cls, said: str) -> "Postcode":
        """Return the postcode that somebody wrote, in any case and spacing.

        Raises:
            Invalid: it is none.
        """
        tight = "".join(said.split()).upper() if len(said) <= _LONGEST else ""
        found = _WRITTEN.fullmatch(tight)
        if found is None:
            raise Invalid(Violation("postcode", "must be a full postcode, like SW1A 1AA"))
        return cls(f"{found.group(1)} {found.group(2)}")

    @property
    def outward(self) -> str:
        """The first part, such as "SW1A"."""
        return self.text.partition(" ")[0]

    @property
    def area(self) -> str:
        """The letters with which it begins, such as "SW"."""
        return self.outward.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """About which regions somebody at a postcode is warned, the likeliest first."""

    postcode: Postcode
    regions: tuple[str, ...]
    exact: bool
    location: Location | None = None
    """Its middle, where the directory has it."""


def covered(
    postcode: Postcode, in_directory: str | None, location: Location | None = None
) -> Covered:
    """Return the region that the imported directory knows, else every region of the area.

    A warning too many is better than one that is missed.

    Raises:
        PostcodeNotCovered: the area is in none of our regions, or is not one of a place.
    """
    if in_directory is not None:
        return Covered(postcode=postcode, regions=(in_directory,), exact=True, location=location)
    regions = AREAS.get(postcode.area, ())
    if not regions:
        raise PostcodeNotCovered(
            Violation("postcode", "is in none of our regions, so we cannot warn about it")
        )
    return Covered(postcode=postcode, regions=regions, exact=False)
