"""Server-sent events (WHATWG HTML, section 9.2), each encoded once as an HTTP chunk."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.messages import word


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamItem:
    """One event of the live stream: what it is about, who may get it, and its bytes.

    `event_id` is random: a counter's gaps would tell of alerts that the reader may not see.
    `notice` is the same event without any text, for someone who may no longer read it.
    """

    event_id: str
    alert_id: str
    version: int
    ended: bool
    marking: Marking
    audience: tuple[AudienceRow, ...]
    occurred_at: datetime
    frame: bytes
    notice: bytes


def item_of(event_id: str, alert: alert_pb2.Alert, occurred_at: datetime) -> StreamItem:
    """Return the stream's event for an AlertIssued or AlertEnded.

    Raises:
        KeyError, ValueError: a word is not one that we know.
    """
    said = alert.content.marking
    status = Status[word(alert_pb2.AlertStatus.DESCRIPTOR, alert.status, "ALERT_STATUS_")]
    ended = status is not Status.ISSUED
    name = "alert-ended" if ended else "alert"
    bare = {"alert_id": alert.alert_id, "status": status.value, "version": alert.version}
    return StreamItem(
        event_id=event_id,
        alert_id=alert.alert_id,
        version=alert.version,
        ended=ended,
        marking=Marking(
            tlp=Tlp[word(kernel_pb2.Tlp.DESCRIPTOR, said.tlp, "TLP_")],
            minimum_tier=Tier(said.minimum_tier),
            closed_group=said.closed_group or None,
            named_subjects=frozenset(said.named_subjects),
        ),
        audience=tuple(_row(row) for row in alert.content.audience),
        occurred_at=occurred_at,
        frame=event(name, alert_json(alert, status), event_id=event_id),
        notice=event(name, bare, event_id=event_id),
    )


def _row(row: kernel_pb2.AudienceRow) -> AudienceRow:
    mode = word(kernel_pb2.AudienceMode.DESCRIPTOR, row.mode, "AUDIENCE_MODE_")
    kind = word(kernel_pb2.AudienceKind.DESCRIPTOR, row.kind, "AUDIENCE_KIND_")
    return AudienceRow(Mode[mode], Kind[kind], row.value)


def alert_json(alert: alert_pb2.Alert, status: Status) -> dict[str, Any]:
    """Return an alert as readers get it: not for whom else it is, nor how it was decided."""
    content, marking = alert.content, alert.content.marking
    severity = word(alert_pb2.Severity.DESCRIPTOR, content.severity, "SEVERITY_")
    urgency = word(alert_pb2.Urgency.DESCRIPTOR, content.urgency, "URGENCY_")
    certainty = word(alert_pb2.Certainty.DESCRIPTOR, content.certainty, "CERTAINTY_")
    ending = {
        "text": alert.ending.text,
        "authority_reference": alert.ending.authority_reference or None,
        "ended_at": _time(alert.ending.ended_at),
    }
    return {
        "alert_id": alert.alert_id,
        "status": status.value,
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
            "marking": {
                "tlp": Tlp[word(kernel_pb2.Tlp.DESCRIPTOR, marking.tlp, "TLP_")].value,
                "minimum_tier": Tier(marking.minimum_tier).name,
                "closed_group": marking.closed_group or None,
            },
            "expires_at": _time(content.expires_at),
        },
        "created_at": _time(alert.created_at),
        "issued_at": _time(alert.issued_at),
        "ending": ending if alert.HasField("ending") else None,
    }


def _time(at: Timestamp) -> str:
    return at.ToDatetime(tzinfo=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event(name: str, data: dict[str, Any], *, event_id: str = "") -> bytes:
    """Return one event as an HTTP chunk. JSON holds no line break, so one data line is enough."""
    head = f"id: {event_id}\n" if event_id else ""
    return chunk(f"{head}event: {name}\n".encode() + b"data: " + orjson.dumps(data) + b"\n\n")


def retry(milliseconds: int) -> bytes:
    """Return the line that says how long to wait before connecting again."""
    return chunk(f"retry: {milliseconds}\n\n".encode())


def chunk(data: bytes) -> bytes:
    """Return data as one HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


HEARTBEAT: Final = chunk(b":\n\n")
LAST_CHUNK: Final = b"0\r\n\r\n"


def is_event_id(text: str) -> bool:
    """Tell whether a text could be an id of ours."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
