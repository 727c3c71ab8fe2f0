"""Where an alert applies as protobuf: whole, and without the points that only one reader wants."""

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain.alert_area import (
    MOST_POINTS_SENT,
    AlertArea,
    is_circle,
    numbers_of,
)


def area_to_pb(area: AlertArea) -> alert_pb2.Area:
    """Return where an alert applies, with all points, and the circle around it."""
    north, east, metres = area.around or (0.0, 0.0, 0)
    message = alert_pb2.Area(place=area.place, latitude=north, longitude=east, radius_metres=metres)
    message.shapes.extend(map(_shape, area.shapes))
    for name, value in area.geocodes:
        message.geocodes.add(name=name, value=value)
    return message


def _shape(shape: str) -> alert_pb2.AreaShape:
    numbers = numbers_of(shape)
    if is_circle(shape):
        north, east, kilometres = numbers
        circle = kernel_pb2.Circle(latitude=north, longitude=east, radius_km=kilometres)
        return alert_pb2.AreaShape(circle=circle)
    polygon = kernel_pb2.Polygon(latitudes=numbers[0::2], longitudes=numbers[1::2])
    return alert_pb2.AreaShape(polygon=polygon)


def without_area_points(area: alert_pb2.Area) -> alert_pb2.Area:
    """Take the points of its polygons away; that they are polygons can still be seen."""
    for shape in area.shapes:
        shape.ClearField("polygon")
    return area


def for_many(message: alert_pb2.Alert) -> alert_pb2.Alert:
    """Take the points of the area away where they are too many for thousands of readers.

    An event between our processes has a limit of size, which the audience's own points need.
    """
    area = message.content.area
    if sum(len(shape.polygon.latitudes) for shape in area.shapes) > MOST_POINTS_SENT:
        without_area_points(area)
    return message
