"""A point on the map, in degrees of WGS 84."""

from dataclasses import dataclass
from typing import Final

from chassis.errors import Invalid, Violation

SOUTH: Final = 49.8
NORTH: Final = 60.9
WEST: Final = -8.7
EAST: Final = 1.8
"""A frame around the United Kingdom and its islands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point, in degrees north and east."""

    latitude: float
    longitude: float

    @classmethod
    def parsed(cls, latitude: float, longitude: float) -> "Location":
        """Return a point that somebody gave.

        Raises:
            Invalid: it is far from the United Kingdom, as swapped degrees are.
        """
        if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
            raise Invalid(
                Violation(
                    "location",
                    f"must be in the United Kingdom: latitude {SOUTH} to {NORTH},"
                    f" longitude {WEST} to {EAST}",
                )
            )
        return cls(latitude=latitude, longitude=longitude)
