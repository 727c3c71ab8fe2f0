"""A change of a cordon as an event of the stream: for whom its alert is for."""

from datetime import UTC, datetime
from typing import Any, Final

import orjson
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, alerts_events_pb2, audience_pb2, cordon_pb2
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.wire import event_bytes
from services.alerts.inbound.translate import preview_from
from services.alerts.messages import word

CORDON: Final = alerts_events_pb2.CordonChanged.DESCRIPTOR.full_name
KIND: Final = "cordon"


def cordon_entry_from(_subject: str, event_id: str, payload: bytes) -> Entry:
    """Return the entry of a CordonChanged; of one cordon the later version counts.

    It ends with the thread that it belongs to. Who was shown it and may not read what follows is
    told that it is over, without a word more.

    Raises:
        Invalid: the message says something that we do not know.
        DecodeError: it is no such message.
    """
    event = alerts_events_pb2.CordonChanged.FromString(payload)
    cordon = event.cordon
    aim = preview_from(
        audience_pb2.PreviewAudienceRequest(marking=event.marking, audience=event.audience)
    )
    over = cordon.status != cordon_pb2.CORDON_STATUS_LIVE
    return Entry(
        event_id=event_id,
        alert_id=f"{KIND}:{cordon.cordon_id}",
        version=cordon.version,
        ended=over,
        marking=aim.marking,
        audience=aim.audience,
        expires_at=event.expires_at.ToDatetime(tzinfo=UTC),
        happened_at=_at(cordon.updated_at),
        wire=event_bytes(KIND, event_id, orjson.dumps(_json(event))),
        notice=event_bytes(KIND, event_id, orjson.dumps(_notice(event))),
        under=cordon.thread_id,
        test=cordon.cap_status == alert_pb2.CAP_STATUS_TEST,
        kind=KIND,
    )


def _json(event: alerts_events_pb2.CordonChanged) -> dict[str, Any]:
    """Return a cordon as GET /v1/alerts/{id}/cordons says it, with whether it is meant.

    A line of very many points is null here, and read there.
    """
    cordon, shape = event.cordon, event.cordon.shape
    return _notice(event) | {
        "cap_status": CapStatus[
            word(alert_pb2.CapStatus.DESCRIPTOR, cordon.cap_status, "CAP_STATUS_")
        ].value,
        "shape": {
            "number": shape.number,
            "place": shape.place,
            "polygon": _polygon(shape.polygon) if shape.HasField("polygon") else None,
            "since": _text(shape.since),
        },
        "next_update_due": _text(cordon.next_update_due)
        if cordon.HasField("next_update_due")
        else None,
        "updated_at": _text(cordon.updated_at),
        "lifted_at": _text(cordon.lifted_at) if cordon.HasField("lifted_at") else None,
    }


def _notice(event: alerts_events_pb2.CordonChanged) -> dict[str, Any]:
    cordon = event.cordon
    return {
        "cordon_id": cordon.cordon_id,
        "alert_id": event.alert_id,
        "thread_id": cordon.thread_id,
        "version": cordon.version,
        "status": word(cordon_pb2.CordonStatus.DESCRIPTOR, cordon.status, "CORDON_STATUS_"),
    }


def _polygon(polygon: kernel_pb2.Polygon) -> dict[str, Any]:
    ring = list(zip(polygon.longitudes, polygon.latitudes, strict=True))
    return {"type": "Polygon", "coordinates": [ring]}


def _at(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)


def _text(stamp: Timestamp) -> str:
    return _at(stamp).isoformat(timespec="milliseconds").replace("+00:00", "Z")
