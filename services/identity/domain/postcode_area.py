"""Postcodes that begin alike, and where all of them are."""

import math
import re
from dataclasses import dataclass
from typing import Final

from chassis.errors import Invalid, Violation
from services.identity.domain.location import Location
from services.identity.domain.postcode import AREAS, OUTWARD

EARTH_METRES: Final = 6_371_009
"""The mean radius of the earth (IUGG)."""

_LONGEST: Final = 10
_WRITTEN: Final = re.compile(OUTWARD)


@dataclass(frozen=True, slots=True)
class PostcodeArea:
    """An outward code such as "SW1A", or the letters of a postcode area such as "SW"."""

    text: str

    @classmethod
    def parsed(cls, said: str) -> "PostcodeArea":
        """Return the beginning that somebody wrote, in any case.

        Raises:
            Invalid: no postcode begins so.
        """
        tight = "".join(said.split()).upper() if len(said) <= _LONGEST else ""
        if tight not in AREAS and _WRITTEN.fullmatch(tight) is None:
            raise Invalid(Violation("area", "must be the beginning of postcodes, like SW1A or SW"))
        return cls(tight)

    @property
    def is_outward(self) -> bool:
        """Whether it is all of an outward code, and not the letters alone."""
        return not self.text.isalpha()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A circle that has all of them."""

    middle: Location
    radius_metres: int


def around(south_west: Location, north_east: Location) -> Around:
    """Return the circle around a frame: too much rather than too little."""
    middle = Location(
        latitude=(south_west.latitude + north_east.latitude) / 2,
        longitude=(south_west.longitude + north_east.longitude) / 2,
    )
    # The corner that is nearer the equator is the furthest away: meridians spread there.
    metres = _metres(middle, south_west)
    return Around(middle=middle, radius_metres=max(1, math.ceil(metres)))


def _metres(one: Location, other: Location) -> float:
    """Return how far apart two points are on a sphere (the haversine formula)."""
    north, north2 = math.radians(one.latitude), math.radians(other.latitude)
    up = math.sin((north2 - north) / 2) ** 2
    across = math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(up + math.cos(north) * math.cos(north2) * across))
