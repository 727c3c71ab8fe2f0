"""An audience, its ways and the hands on a text in words, for those who write and approve."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages import labels
from services.gateway.pages.roles import role
from services.gateway.pages.visitors import visitor
from services.gateway.resources.area_json import shapes_of

MOST_SHOWN: Final = 50
"""Points of a polygon that are shown one by one."""

_CODES: Final[dict[int, Callable[[str], str]]] = {
    kernel_pb2.AUDIENCE_KIND_REGION: labels.region,
    kernel_pb2.AUDIENCE_KIND_SECTOR: labels.sector,
    kernel_pb2.AUDIENCE_KIND_TIER: lambda code: str(labels.TIERS.get(code, code)),
    kernel_pb2.AUDIENCE_KIND_PREMISES_TYPE: labels.premises_type,
    kernel_pb2.AUDIENCE_KIND_ROLE: role,
    kernel_pb2.AUDIENCE_KIND_ORGANISATION: lambda value: str(
        gettext("organisation %(number)s", number=value)
    ),
}
"""Kinds whose value is a code that has a name."""

MODES: Final = {
    kernel_pb2.AUDIENCE_MODE_INCLUDE: lazy_gettext("Include"),
    kernel_pb2.AUDIENCE_MODE_EXCLUDE: lazy_gettext("Leave out"),
    kernel_pb2.AUDIENCE_MODE_MUST_BE: lazy_gettext("Only"),
}


def audience_lines(rows: Iterable[kernel_pb2.AudienceRow]) -> Markup:
    """Return one line for each row, numbered where there are several: so are the map's areas."""
    said = [f"{MODES[row.mode]}: {_value(row)}" for row in rows]
    numbered = len(said) > 1
    return Markup("<br>").join(
        f"{number}. {each}" if numbered else each for number, each in enumerate(said, start=1)
    )


def area_lines(content: alert_pb2.AlertContent) -> Markup:
    """Return where an alert applies: the place, then a line for each shape and each geocode."""
    if not content.HasField("area"):
        return Markup("{}").format(gettext("Wherever those are whom it is for"))
    area = content.area
    codes = (f"{code.name}: {code.value}" for code in area.geocodes)
    said = [area.place, *map(_shape, shapes_of(area)), *codes]
    return Markup("<br>").join(said)


def _shape(shape: alert_pb2.AreaShape) -> str:
    if shape.HasField("circle"):
        return str(
            gettext(
                "within %(radius)s km of latitude %(latitude)s, longitude %(longitude)s",
                **_of(shape.circle),
            )
        )
    if not shape.polygon.latitudes:
        return str(gettext("in a polygon"))
    return str(
        gettext(
            "in a polygon of %(count)d points, latitude %(south)s to %(north)s, longitude"
            " %(west)s to %(east)s",
            **_frame(shape.polygon),
        )
    )


def channel_lines(channels: Iterable[alert_pb2.Channel.ValueType]) -> Markup:
    """Return the ways by which an alert is sent, the first of which are always there."""
    names = (alert_pb2.Channel.Name(each).removeprefix("CHANNEL_") for each in channels)
    always = gettext("The open stream, these pages")
    return Markup("<br>").join([str(always), *(str(labels.CHANNELS[name]) for name in names)])


def hand_lines(hands: Iterable[alert_pb2.AlertHand]) -> Markup:
    """Return who did what, one line for each person: the reader themselves, or a colleague."""
    me, you, colleague = visitor(), gettext("You"), gettext("A colleague")
    parts: dict[str, list[str]] = {}
    for hand in hands:
        name = alert_pb2.HandPart.Name(hand.part).removeprefix("HAND_PART_")
        parts.setdefault(hand.subject, []).append(str(labels.HAND_PARTS[name]))
    return Markup("<br>").join(
        f"{you if me and me.subject == who else colleague}: {', '.join(done)}"
        for who, done in parts.items()
    )


def _value(row: kernel_pb2.AudienceRow) -> str:
    if row.kind == kernel_pb2.AUDIENCE_KIND_EVERYONE:
        return str(gettext("everyone"))
    if row.kind == kernel_pb2.AUDIENCE_KIND_POLYGON:
        return _polygon(row.polygon)
    if row.kind == kernel_pb2.AUDIENCE_KIND_CIRCLE:
        return _circle(row.circle)
    return _CODES[row.kind](row.value) if row.kind in _CODES else row.value


def _circle(circle: kernel_pb2.Circle) -> str:
    return str(
        gettext(
            "premises within %(radius)s km of latitude %(latitude)s, longitude %(longitude)s",
            **_of(circle),
        )
    )


def _of(circle: kernel_pb2.Circle) -> dict[str, str]:
    return {
        "radius": f"{circle.radius_km:g}",
        "latitude": f"{circle.latitude:.6f}",
        "longitude": f"{circle.longitude:.6f}",
    }


def _frame(polygon: kernel_pb2.Polygon) -> dict[str, Any]:
    ys, xs = polygon.latitudes, polygon.longitudes
    return {
        "count": len(ys),
        "south": f"{min(ys):.6f}",
        "north": f"{max(ys):.6f}",
        "west": f"{min(xs):.6f}",
        "east": f"{max(xs):.6f}",
    }


def _polygon(polygon: kernel_pb2.Polygon) -> str:
    """Return a polygon as a frame around it and, where there are few, its points."""
    ys, xs = polygon.latitudes, polygon.longitudes
    if not ys:
        return str(gettext("premises in a polygon"))
    said = str(
        gettext(
            "premises in a polygon of %(count)d points, latitude %(south)s to %(north)s, longitude"
            " %(west)s to %(east)s",
            **_frame(polygon),
        )
    )
    if len(ys) > MOST_SHOWN:
        return said
    points = " ".join(f"{y:.6f},{x:.6f}" for y, x in zip(ys, xs, strict=True))
    return f"{said}: {points}"
