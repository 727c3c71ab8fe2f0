"""Where an alert applies, from protobuf: each shape that is wrong is named, and in it the point."""

from chassis.errors import Violation
from isp.alerts.v1 import alert_pb2
from services.alerts.domain.alert_area import MOST_SHAPES, AlertArea, circle_text, shape_of
from services.alerts.domain.area import MOST_POINTS, Circle, Polygon
from services.alerts.domain.errors import AreaWrong, TooManyPoints
from services.alerts.inbound.audience_translate import WrongAudience

_FIELD = "content.area"


def area_from(message: alert_pb2.Area, wrong: WrongAudience) -> AlertArea | None:
    """Return an area without the shapes that are wrong; these are named.

    None of a circle that is wrong.
    """
    geocodes = tuple((each.name, each.value) for each in message.geocodes)
    if message.shapes or geocodes:
        return AlertArea(place=message.place, shapes=_shapes(message, wrong), geocodes=geocodes)
    circle = circle_text(message.latitude, message.longitude, message.radius_metres)
    try:
        shape_of(circle)
    except AreaWrong as error:
        wrong.area(_FIELD, _in_metres(error))
        return None
    return AlertArea(place=message.place, shapes=(circle,))


def _shapes(message: alert_pb2.Area, wrong: WrongAudience) -> tuple[str, ...]:
    found, points = [], 0
    if len(message.shapes) > MOST_SHAPES:
        wrong.say(f"{_FIELD}.shapes", f"must have at most {MOST_SHAPES}")
        return ()
    for number, shape in enumerate(message.shapes):
        field, kind = f"{_FIELD}.shapes[{number}]", shape.WhichOneof("shape")
        if kind is None:
            wrong.say(field, "must have a polygon, with its points, or a circle")
            continue
        points += len(shape.polygon.latitudes)
        try:
            found.append(_text(shape, points))
        except AreaWrong as error:
            wrong.area(f"{field}.{kind}", error)
    return tuple(found)


def _text(shape: alert_pb2.AreaShape, points: int) -> str:
    if shape.HasField("circle"):
        at = shape.circle
        return Circle.of(at.latitude, at.longitude, at.radius_km).text
    if points > MOST_POINTS:
        what = f"must have {MOST_POINTS} at most, together with those of the shapes before"
        raise TooManyPoints(Violation("points", what))
    return Polygon.of(shape.polygon.latitudes, shape.polygon.longitudes).text


def _in_metres(error: AreaWrong) -> AreaWrong:
    """Return what is wrong of a circle whose radius was said in metres."""
    return type(error)(
        *(
            Violation("radius_metres", "must be 1 to 1000000 metres")
            if each.field == "radius_km"
            else each
            for each in error.violations
        )
    )
