"""Audiences as domain words, and their reach as protobuf.

Each row that is wrong is named, and in an area the point.
"""

from collections.abc import Iterable
from functools import partial
from typing import Final

from chassis.errors import Violation
from chassis.requests import NUL, Wrong
from isp.alerts.v1 import alert_pb2, audience_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from services.alerts.domain.area import MICRO, MOST_POINTS, Circle, Polygon
from services.alerts.domain.errors import AreaWrong, TooManyPoints
from services.alerts.domain.reach import Counted, size_of
from services.alerts.domain.reach_map import FEW
from services.alerts.messages import word
from services.alerts.usecases.get_reach_map import Mapped

LONGEST_VALUE: Final = 100
"""Characters of the code, name or id of a row."""

MOST_ROWS_READ: Final = 1000
"""Beyond so many rows no area is even looked at."""


class WrongAudience(Wrong):
    """What is wrong, with what is wrong of areas: it keeps its own reason."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[AreaWrong] = []

    def area(self, field: str, error: AreaWrong) -> None:
        """Name an area that cannot be one."""
        placed = error.under(field)
        self.areas.append(placed)
        self.found += placed.violations

    def check(self) -> None:
        """Refuse if anything was wrong.

        Raises:
            AreaWrong: nothing but areas, and of these nothing but that: all of them are named.
            Invalid: each field is named.
        """
        kinds = {type(each) for each in self.areas}
        if len(kinds) == 1 and len(self.found) == sum(len(e.violations) for e in self.areas):
            raise kinds.pop()(*self.found)
        super().check()


def audience_from(
    rows: Iterable[kernel_pb2.AudienceRow], wrong: WrongAudience, place: str = "content.audience"
) -> tuple[AudienceRow, ...]:
    """Return the rows that are good; the others are named."""
    found, points = [], 0
    for number, row in enumerate(rows):
        field = f"{place}[{number}]"
        mode = wrong.word(
            Mode,
            word(kernel_pb2.AudienceMode.DESCRIPTOR, row.mode, "AUDIENCE_MODE_"),
            f"{field}.mode",
        )
        kind = wrong.word(
            Kind,
            word(kernel_pb2.AudienceKind.DESCRIPTOR, row.kind, "AUDIENCE_KIND_"),
            f"{field}.kind",
        )
        if number >= MOST_ROWS_READ:
            wrong.say(place, f"must have fewer than {MOST_ROWS_READ} rows")
            break
        points += len(row.polygon.latitudes)
        value = _value(row, kind, field, wrong, points=points)
        if mode and kind and value is not None:
            built = wrong.built(f"{field}.value", partial(AudienceRow, mode, kind, value))
            found += [built] if built else []
    return tuple(found)


def _value(
    row: kernel_pb2.AudienceRow, kind: Kind | None, field: str, wrong: WrongAudience, *, points: int
) -> str | None:
    """Return what the row looks for, an area in CAP's notation; None if it is named as wrong."""
    stray = [name for name in ("polygon", "circle") if row.HasField(name)]
    if kind in AREAS:
        name = kind.value.lower()
        if stray != [name] or row.value:
            wrong.say(f"{field}.{name}", "must be said, and neither a value nor another area")
            return None
        try:
            return _area(row, kind, points).text
        except AreaWrong as error:
            wrong.area(f"{field}.{name}", error)
            return None
    if stray:
        wrong.say(f"{field}.{stray[0]}", "is for rows of its own kind")
        return None
    if NUL in row.value or len(row.value) > LONGEST_VALUE:
        what = f"must have at most {LONGEST_VALUE} characters, none of them NUL"
        wrong.say(f"{field}.value", what)
        return None
    return row.value


def _area(row: kernel_pb2.AudienceRow, kind: Kind, points: int) -> Polygon | Circle:
    if kind is Kind.CIRCLE:
        return Circle.of(row.circle.latitude, row.circle.longitude, row.circle.radius_km)
    if points > MOST_POINTS:
        what = f"must have {MOST_POINTS} at most, together with those of the rows before"
        raise TooManyPoints(Violation("points", what))
    return Polygon.of(row.polygon.latitudes, row.polygon.longitudes)


def preview_to_pb(counted: Counted) -> audience_pb2.PreviewAudienceResponse:
    """Return the counts of a preview."""
    size = size_of(counted.people)
    return audience_pb2.PreviewAudienceResponse(
        count=counted.people,
        messages=counted.messages,
        size=alert_pb2.AudienceSize.Value(f"AUDIENCE_SIZE_{size.name}"),
    )


def map_to_pb(mapped: Mapped) -> audience_pb2.GetReachMapResponse:
    """Return where premises are; a number that would say whose they are is left out."""
    return audience_pb2.GetReachMapResponse(
        squares=[
            audience_pb2.ReachSquare(
                latitude=each.latitude / MICRO,
                longitude=each.longitude / MICRO,
                premises=each.premises if each.premises >= FEW else 0,
            )
            for each in mapped.squares
        ],
        premises=mapped.premises if mapped.premises >= FEW else 0,
        complete=mapped.complete,
    )
