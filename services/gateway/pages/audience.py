"""An audience in words, for those who write and approve."""

from collections.abc import Iterable
from typing import Final

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from isp.kernel.v1 import kernel_pb2
from services.gateway.pages import labels

MODES: Final = {
    kernel_pb2.AUDIENCE_MODE_INCLUDE: lazy_gettext("Include"),
    kernel_pb2.AUDIENCE_MODE_EXCLUDE: lazy_gettext("Leave out"),
    kernel_pb2.AUDIENCE_MODE_MUST_BE: lazy_gettext("Only"),
}


def audience_lines(rows: Iterable[kernel_pb2.AudienceRow]) -> Markup:
    """Return one line for each row."""
    return Markup("<br>").join(f"{MODES[row.mode]}: {_value(row)}" for row in rows)


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
