"""Where an alert applies, in the JSON of its row."""

from typing import Any

from services.alerts.domain.alert_area import AlertArea


def area_row(area: AlertArea | None) -> dict[str, Any]:
    """Return the keys that say where an alert applies.

    `area` is what it was while every area was one circle: of any other it is the circle around it,
    so that an earlier version of us that runs beside this one reads what is true. What is more than
    that circle is in `area_shapes`.
    """
    if area is None:
        return {"area": None}
    circle = None
    if area.around is not None:
        north, east, metres = area.around
        circle = {
            "place": area.place,
            "latitude": north,
            "longitude": east,
            "radius_metres": metres,
        }
    if area.is_one_circle:
        return {"area": circle}
    return {
        "area": circle,
        "area_shapes": {
            "place": area.place,
            "shapes": list(area.shapes),
            "geocodes": [list(each) for each in area.geocodes],
        },
    }


def area_of_row(said: dict[str, Any]) -> AlertArea | None:
    """Return where an alert applies, also of a row from when every area was one circle."""
    if shapes := said.get("area_shapes"):
        return AlertArea(
            place=shapes["place"],
            shapes=tuple(shapes["shapes"]),
            geocodes=tuple((name, value) for name, value in shapes["geocodes"]),
        )
    circle = said.get("area")
    return AlertArea.about(**circle) if circle else None
