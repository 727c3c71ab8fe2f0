"""Where readers are told that an alert applies, as the rows of a form that have a name say it."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.area_json import shapes_of

JOINED_BY: Final = "; "
"""What stands between the names of several places."""

Named: TypeAlias = tuple[str, kernel_pb2.AudienceRow]
"""The name of a place, and the row of the audience that is there."""


def told_of(named: Sequence[Named]) -> alert_pb2.Area | None:
    """Return the area that rows with names tell of: all their shapes, under all their names."""
    if not named:
        return None
    place = JOINED_BY.join(dict.fromkeys(name for name, _ in named))
    rows = list({_same(_shape(row)): row for _, row in named}.values())
    first = rows[0].circle
    if len(rows) == 1 and rows[0].HasField("circle"):
        return alert_pb2.Area(
            place=place,
            latitude=first.latitude,
            longitude=first.longitude,
            radius_metres=round(first.radius_km * 1000),
        )
    return alert_pb2.Area(place=place, shapes=map(_shape, rows))


def names_of(rows: Iterable[kernel_pb2.AudienceRow], told: alert_pb2.Area | None) -> Sequence[str]:
    """Return the name of each row's place, so that the same area is told of again.

    No row has one where rows cannot say all of what is told.
    """
    every = list(rows)
    if told is None or not are_told(every, told):
        return [""] * len(every)
    telling = [tells(row, told) for row in every]
    each = told.place.split(JOINED_BY)
    names = iter(each if len(each) == sum(telling) else [told.place] * sum(telling))
    return [next(names) if tell else "" for tell in telling]


def are_told(rows: Iterable[kernel_pb2.AudienceRow], told: alert_pb2.Area) -> bool:
    """Tell whether rows that include say all of where readers are told that an alert applies."""
    included = {_same(_shape(row)) for row in rows if _is_included_area(row)}
    shapes = shapes_of(told)
    return bool(shapes) and not told.geocodes and {_same(each) for each in shapes} <= included


def tells(row: kernel_pb2.AudienceRow, told: alert_pb2.Area) -> bool:
    """Tell whether a row is one of the shapes of where readers are told that it applies."""
    shapes = {_same(each) for each in shapes_of(told)}
    return _is_included_area(row) and _same(_shape(row)) in shapes


def _is_included_area(row: kernel_pb2.AudienceRow) -> bool:
    area = row.HasField("circle") or row.HasField("polygon")
    return area and row.mode == kernel_pb2.AUDIENCE_MODE_INCLUDE


def _shape(row: kernel_pb2.AudienceRow) -> alert_pb2.AreaShape:
    if row.HasField("circle"):
        return alert_pb2.AreaShape(circle=row.circle)
    return alert_pb2.AreaShape(polygon=row.polygon)


def _same(shape: alert_pb2.AreaShape) -> tuple[str, ...]:
    """Return what is the same of the same shape: degrees to six decimals, metres."""
    if shape.HasField("circle"):
        at = shape.circle
        return (f"{at.latitude:.6f}", f"{at.longitude:.6f}", str(round(at.radius_km * 1000)))
    points = zip(shape.polygon.latitudes, shape.polygon.longitudes, strict=True)
    return tuple(f"{north:.6f},{east:.6f}" for north, east in points)
