"""The routes that lead to dead letters: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, deliveries_pb2
from isp.alerts.v1 import dead_letters_pb2 as pb
from tests.contract.gateway.route import ALERT_ID, DELIVERY_ID, Route

DEAD_LETTER_ROUTES: Final = (
    Route(
        "GET",
        "/v1/dead-deliveries",
        "ListDeadDeliveries",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=pb.ListDeadDeliveriesRequest(page_size=7, page_token="a+b/c="),
    ),
    Route(
        "POST",
        "/v1/dead-deliveries/{delivery_id}/requeue",
        "RequeueDeadDelivery",
        status=202,
        message=pb.RequeueDeadDeliveryRequest(delivery_id=DELIVERY_ID),
    ),
    Route(
        "POST",
        "/v1/dead-deliveries/requeue",
        "RequeueDeadDeliveries",
        status=202,
        body={"channel": "SMS"},
        message=pb.RequeueDeadDeliveriesRequest(channel=deliveries_pb2.DELIVERY_CHANNEL_SMS),
    ),
)
_NOON: Final = Timestamp()
_NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_SAID: Final[dict[str, Any]] = {
    "delivery_id": DELIVERY_ID,
    "alert_id": ALERT_ID,
    "notice": alert_pb2.ALERT_STATUS_ISSUED,
    "channel": deliveries_pb2.DELIVERY_CHANNEL_WEBHOOK,
    "send_by": _NOON,
}
ANSWERS: Final[dict[str, Message]] = {
    "ListDeadDeliveries": pb.ListDeadDeliveriesResponse(
        deliveries=[
            pb.DeadDelivery(
                **_SAID,
                state=deliveries_pb2.DELIVERY_STATE_DEAD,
                attempts=16,
                why="status 500",
                given_up_at=_NOON,
            )
        ],
        next_page_token="next+page",
    ),
    "RequeueDeadDelivery": pb.RequeueDeadDeliveryResponse(
        delivery=pb.DeadDelivery(**_SAID, state=deliveries_pb2.DELIVERY_STATE_QUEUED)
    ),
    "RequeueDeadDeliveries": pb.RequeueDeadDeliveriesResponse(count=7, more=True),
}
_AGAIN: Final = {
    "delivery_id": DELIVERY_ID,
    "alert_id": ALERT_ID,
    "notice": "ISSUED",
    "channel": "WEBHOOK",
    "state": "QUEUED",
    "attempts": 0,
    "why": "",
    "given_up_at": None,
    "send_by": "2026-11-24T12:00:00.000Z",
}
_DEAD: Final = _AGAIN | {
    "state": "DEAD",
    "attempts": 16,
    "why": "status 500",
    "given_up_at": "2026-11-24T12:00:00.000Z",
}
READ: Final[dict[str, Any]] = {
    "ListDeadDeliveries": {"deliveries": [_DEAD], "next_page_token": "next+page"},
    "RequeueDeadDelivery": _AGAIN,
    "RequeueDeadDeliveries": {"count": 7, "more": True},
}
