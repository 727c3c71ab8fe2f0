"""An audience, its ways and the hands on a text in words, for those who write and approve."""

from collections.abc import Iterable
from typing import Final

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages import labels
from services.gateway.pages.visitors import visitor

MODES: Final = {
    kernel_pb2.AUDIENCE_MODE_INCLUDE: lazy_gettext("Include"),
    kernel_pb2.AUDIENCE_MODE_EXCLUDE: lazy_gettext("Leave out"),
    kernel_pb2.AUDIENCE_MODE_MUST_BE: lazy_gettext("Only"),
}


def audience_lines(rows: Iterable[kernel_pb2.AudienceRow]) -> Markup:
    """Return one line for each row."""
    return Markup("<br>").join(f"{MODES[row.mode]}: {_value(row)}" for row in rows)


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
    match row.kind:
        case kernel_pb2.AUDIENCE_KIND_EVERYONE:
            return str(gettext("everyone"))
        case kernel_pb2.AUDIENCE_KIND_REGION:
            return labels.region(row.value)
        case kernel_pb2.AUDIENCE_KIND_SECTOR:
            return labels.sector(row.value)
        case kernel_pb2.AUDIENCE_KIND_TIER:
            return str(labels.TIERS.get(row.value, row.value))
        case _:
            return row.value
