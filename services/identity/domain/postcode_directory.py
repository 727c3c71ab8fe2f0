"""Reads the open postcode directories: two formats, one row at a time.

ONS Postcode Directory (Office for National Statistics): one file with a header; the columns used
are `pcds`, and `rgn` or, in newer editions, `rgn` with a year and "cd"; `lat` and `long` where
they are there. Code-Point Open (Ordnance
Survey): a file for each area without a header; columns 1 postcode, 5 country, 8 county, 9 district.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from chassis.errors import Invalid
from services.identity.domain.errors import DirectoryRefused
from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/ons_codes.json").read_text("utf-8")
)
_REGIONS: Final[dict[str, str]] = _DATA["regions"] | _DATA["countries"]
_COUNCILS: Final = {code: region for region, codes in _DATA["councils"].items() for code in codes}
_NONE: Final = frozenset(_DATA["none"])
_LONDON: Final = "E09"
_HEADER: Final = {
    "postcode": re.compile("pcds"),
    "region": re.compile(r"rgn(\d\dcd)?"),
    "latitude": re.compile("lat"),
    "longitude": re.compile("long"),
}
_CODE_POINT_COLUMNS: Final = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A postcode, the one region in which it is, and its point if the directory knows it."""

    postcode: str
    region: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read: which, and why."""

    place: str
    why: str


def entries(name: str, lines: Iterable[str]) -> Iterator[Entry | BadRow]:
    """Read a file of either format; a postcode outside our regions is left out.

    Raises:
        DirectoryRefused: it is of neither format.
    """
    rows = csv.reader(lines)
    try:
        first = next(rows, [])
        read = _columns(name, first)
        if isinstance(read, _CodePoint):
            yield from _read(f"{name}, row 1", read, first)
        for row in rows:
            yield from _read(f"{name}, row {rows.line_num}", read, row)
    except csv.Error as error:
        raise DirectoryRefused(f"{name}, row {rows.line_num}: {error}") from error


_Read = tuple[str, str | None, Location | None]
"""A postcode as it is written there, its region if it is one of ours, and its point."""


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where the ONS Postcode Directory has its columns."""

    postcode: int
    region: int
    point: tuple[int, int] | None

    def __call__(self, row: Sequence[str]) -> _Read:
        code = row[self.region].strip()
        if code not in _REGIONS and code not in _NONE:
            raise ValueError(f"{code!r} is no region that we know")
        return row[self.postcode], _REGIONS.get(code), self._point(row)

    def _point(self, row: Sequence[str]) -> Location | None:
        """Return the point; a postcode that has none is said to be at 99.999999 degrees north."""
        if self.point is None:
            return None
        try:
            latitude, longitude = (float(row[column]) for column in self.point)
            return Location.parsed(latitude, longitude)
        except (ValueError, Invalid):
            return None


@dataclass(frozen=True, slots=True)
class _CodePoint:
    """Code-Point Open names no region of England: its county or district does."""

    def __call__(self, row: Sequence[str]) -> _Read:
        if len(row) != _CODE_POINT_COLUMNS:
            raise ValueError(f"has {len(row)} columns, not {_CODE_POINT_COLUMNS}")
        country, county, district = row[4], row[7], row[8]
        council = county if county in _COUNCILS else district
        region = (
            _REGIONS.get(country)
            or _COUNCILS.get(council)
            or ("LON" if district.startswith(_LONDON) else None)
        )
        if region is None:
            raise ValueError(f"{country!r}, {county!r}, {district!r} name no region that we know")
        return row[0], region, None


def _columns(name: str, first: Sequence[str]) -> _Directory | _CodePoint:
    """Return how to read rows, from the first one."""
    header = [each.strip().strip("\ufeff").lower() for each in first]
    found = {
        what: next((n for n, each in enumerate(header) if pattern.fullmatch(each)), None)
        for what, pattern in _HEADER.items()
    }
    if found["postcode"] is not None and found["region"] is not None:
        latitude, longitude = found["latitude"], found["longitude"]
        point = None if latitude is None or longitude is None else (latitude, longitude)
        return _Directory(found["postcode"], found["region"], point)
    if len(first) == _CODE_POINT_COLUMNS:
        return _CodePoint()
    raise DirectoryRefused(
        f"{name} is neither the ONS Postcode Directory (columns pcds and rgn)"
        f" nor Code-Point Open ({_CODE_POINT_COLUMNS} columns, no header)"
    )


def _read(
    place: str, read: _Directory | _CodePoint, row: Sequence[str]
) -> Iterator[Entry | BadRow]:
    if not row:
        return
    try:
        written, region, location = read(row)
        postcode = Postcode.parsed(written)
    except Invalid:
        yield BadRow(place, f"{row[0][:20]!r} is no postcode")
    except (ValueError, IndexError) as error:
        yield BadRow(place, str(error))
    else:
        if region is not None:
            yield Entry(postcode.text, region, location)
