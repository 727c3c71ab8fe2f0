"""What was added on the way of a cascade as an event of the stream: for those in its branch."""

from datetime import UTC, datetime
from typing import Any, Final

import orjson
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, alerts_events_pb2, audience_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.wire import event_bytes
from services.alerts.inbound.translate import preview_from
from services.alerts.messages import word

CONTEXT: Final = alerts_events_pb2.ContextAdded.DESCRIPTOR.full_name
KIND: Final = "context"


class ForAnyone(ValueError):
    """Words for one branch would be shown to whoever has no account, wherever they are."""


def context_entry_from(_subject: str, event_id: str, payload: bytes) -> Entry:
    """Return the entry of a ContextAdded: over with the message beside which it stands.

    Raises:
        Invalid: the message says something that we do not know.
        ForAnyone: it is marked for people without an account.
        DecodeError: it is no such message.
    """
    event = alerts_events_pb2.ContextAdded.FromString(payload)
    aim = preview_from(
        audience_pb2.PreviewAudienceRequest(marking=event.marking, audience=event.audience)
    )
    if aim.marking.minimum_tier is Tier.PUBLIC:
        raise ForAnyone("words for one branch are for people with an account")
    return Entry(
        event_id=event_id,
        alert_id=f"{KIND}:{event.alert_id}:{event.region}:{event.sector}",
        version=event.version,
        ended=False,
        marking=aim.marking,
        audience=aim.audience,
        expires_at=_at(event.expires_at),
        happened_at=_at(event.added_at),
        wire=event_bytes(KIND, event_id, orjson.dumps(_json(event))),
        under=event.thread_id,
        beside=event.number,
        test=event.cap_status == alert_pb2.CAP_STATUS_TEST,
        kind=KIND,
    )


def _json(event: alerts_events_pb2.ContextAdded) -> dict[str, Any]:
    """Return it as GET /v1/alerts/{id}/context says one, with the alert beside which it stands."""
    tlp = word(kernel_pb2.Tlp.DESCRIPTOR, event.marking.tlp, "TLP_").replace("_", "+")
    return {
        "alert_id": event.alert_id,
        "thread_id": event.thread_id,
        "region": event.region,
        "sector": event.sector or None,
        "context": {"text": event.text, "text_cy": event.text_cy or None, "tlp": tlp},
        "added_at": _at(event.added_at).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def _at(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)
