"""Alerts and events as bytes: the JSON that readers get, as server-sent events (WHATWG HTML)."""

from datetime import UTC
from typing import Any, Final

import orjson
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.requests import Wrong
from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.stream.area_json import area_json
from services.alerts.inbound.translate import kinds_from
from services.alerts.messages import word

NOTHING_YET: Final = "00000000-0000-0000-0000-000000000000"
"""The id with which someone comes back to whom nothing was ever shown."""

UNSEEN: Final = "ffffffff-ffff-ffff-ffff-ffffffffffff"
"""An id that nothing has: with it somebody comes back who may have missed what they might read."""

KEEPALIVE: Final = b":\n\n"


def event_bytes(kind: str, event_id: str, data: bytes) -> bytes:
    """Return one event; `data` has no line break in it."""
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event_id.encode(), kind.encode(), data)


def retry_bytes(milliseconds: int) -> bytes:
    """Return how long a client is to wait before it comes back."""
    return b"retry: %d\n\n" % milliseconds


def reconnect_bytes(milliseconds: int) -> bytes:
    """Return the last event of a stream that we end: come back, after so long.

    The delay stands in it twice, since a page's script does not see `retry`.
    """
    data = orjson.dumps({"retry_milliseconds": milliseconds})
    return b"retry: %d\nevent: reconnect\ndata: %b\n\n" % (milliseconds, data)


def checkpoint_bytes(event_id: str) -> bytes:
    """Return an event that shows nothing and only sets the id with which a client comes back."""
    return b"id: %b\n\n" % event_id.encode()


def reset_bytes() -> bytes:
    """Return what says that the client's id is not known, and that what is current follows."""
    return b'event: reset\ndata: {"reason":"unknown-id"}\n\n'


def standing_bytes(tier: Tier, reason: str) -> bytes:
    """Return what says which tier's alerts come from now on, and why that changed."""
    data = orjson.dumps({"tier": tier.name, "reason": reason})
    return b"event: standing\ndata: %b\n\n" % data


def alert_json(alert: alert_pb2.Alert) -> bytes:
    """Return an alert as its readers get it: no digest, no audience, no names."""
    content = alert.content
    severity = word(alert_pb2.Severity.DESCRIPTOR, content.severity, "SEVERITY_")
    urgency = word(alert_pb2.Urgency.DESCRIPTOR, content.urgency, "URGENCY_")
    certainty = word(alert_pb2.Certainty.DESCRIPTOR, content.certainty, "CERTAINTY_")
    return orjson.dumps(
        {
            "alert_id": alert.alert_id,
            "status": word(alert_pb2.AlertStatus.DESCRIPTOR, alert.status, "ALERT_STATUS_"),
            "version": alert.version,
            "content": {
                "headline": content.headline,
                "description": content.description,
                "instruction": content.instruction,
                "action_line": content.action_line,
                "language": content.language,
                "severity": Severity[severity].value,
                "urgency": Urgency[urgency].value,
                "certainty": Certainty[certainty].value,
                "cap_status": _cap_status(content.cap_status),
                "translations": [_translation(each) for each in content.translations],
                "area": area_json(content.area) if content.HasField("area") else None,
                "marking": _marking(content.marking),
                "expires_at": _moment(content.expires_at),
                "asks_answer": content.asks_answer,
                **kinds_from(content, Wrong()).fields(),
            },
            "created_at": _moment(alert.created_at),
            "issued_at": _moment(alert.issued_at) if alert.HasField("issued_at") else None,
            "ending": _ending(alert.ending) if alert.HasField("ending") else None,
            "thread": _thread(alert),
            "part": alert.part,
            "drill": alert.drill_scenario or None,
        }
    )


def _cap_status(value: alert_pb2.CapStatus.ValueType) -> str:
    name = word(alert_pb2.CapStatus.DESCRIPTOR, value, "CAP_STATUS_")
    return CapStatus.ACTUAL.value if name == "UNSPECIFIED" else CapStatus[name].value


def _translation(said: alert_pb2.Translation) -> dict[str, str]:
    return {
        "language": said.language,
        "headline": said.headline,
        "description": said.description,
        "instruction": said.instruction,
        "action_line": said.action_line,
    }


def _thread(alert: alert_pb2.Alert) -> dict[str, Any]:
    """Return which messages this one takes the place of; of one alone, that it is the first."""
    return {
        "thread_id": alert.thread.thread_id or alert.alert_id,
        "number": alert.thread.number or 1,
        "earlier": list(alert.thread.earlier),
    }


def notice_json(alert: alert_pb2.Alert) -> bytes:
    """Return an end without a word of the alert or of its ending.

    For those who may not read an update it is the end of what they were shown: superseded.
    """
    ended = alert.HasField("ending")
    status = word(alert_pb2.AlertStatus.DESCRIPTOR, alert.status, "ALERT_STATUS_")
    return orjson.dumps(
        {
            "alert_id": alert.alert_id,
            "status": status if ended else "SUPERSEDED",
            "version": alert.version,
            "content": None,
            "ending": {"ended_at": _moment(alert.ending.ended_at if ended else alert.issued_at)},
            "thread": _thread(alert),
        }
    )


def _ending(ending: alert_pb2.AlertEnding) -> dict[str, str | None]:
    return {
        "text": ending.text,
        "text_cy": ending.text_cy or None,
        "authority_reference": ending.authority_reference or None,
        "ended_at": _moment(ending.ended_at),
    }


def _marking(marking: kernel_pb2.Marking) -> dict[str, Any]:
    return {
        "tlp": word(kernel_pb2.Tlp.DESCRIPTOR, marking.tlp, "TLP_").replace("_", "+"),
        "minimum_tier": word(kernel_pb2.Tier.DESCRIPTOR, marking.minimum_tier, "TIER_"),
        "closed_group": marking.closed_group or None,
    }


def _moment(stamp: Timestamp) -> str:
    moment = stamp.ToDatetime(tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
