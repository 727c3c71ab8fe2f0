"""The routes that lead to cordons: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import cordon_pb2 as pb
from isp.alerts.v1 import cordons_pb2 as rpc
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.route import ALERT_ID, CORDON_ID, KEY, PERSON_ID, VERSION, Route

DIGEST: Final = bytes(range(32))
_CORDON: Final = "/v1/cordons/{cordon_id}"


def _at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


RING: Final = [[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.5]]
POLYGON: Final = kernel_pb2.Polygon(
    latitudes=[point[1] for point in RING], longitudes=[point[0] for point in RING]
)
_SHAPE_READ: Final = {"type": "Polygon", "coordinates": [RING]}
_LINE_BODY: Final[dict[str, Any]] = {
    "place": "Two <streets>",
    "polygon": _SHAPE_READ,
    "next_update_due": "2026-11-24T15:00:00+01:00",
    "authority_reference": "CAD 1",
}
_LINE: Final[dict[str, Any]] = {
    "place": "Two <streets>",
    "polygon": POLYGON,
    "next_update_due": _at(14),
    "authority_reference": "CAD 1",
}
_AT_VERSION: Final = {"cordon_id": CORDON_ID, "expected_version": VERSION}
CORDON_ROUTES: Final = (
    Route(
        "GET",
        "/v1/alerts/{alert_id}/cordons",
        "ListCordons",
        rpc.ListCordonsRequest(alert_id=ALERT_ID),
    ),
    Route(
        "POST",
        "/v1/alerts/{alert_id}/cordons",
        "ProposeCordon",
        status=201,
        body=_LINE_BODY,
        needs_key=True,
        message=rpc.ProposeCordonRequest(alert_id=ALERT_ID, idempotency_key=KEY, **_LINE),
    ),
    Route(
        "POST",
        f"{_CORDON}/move",
        "MoveCordon",
        body=_LINE_BODY,
        needs_version=True,
        message=rpc.MoveCordonRequest(**_AT_VERSION, **_LINE),
    ),
    Route(
        "POST",
        f"{_CORDON}/lift",
        "LiftCordon",
        body={"authority_reference": "CAD 2"},
        needs_version=True,
        message=rpc.LiftCordonRequest(**_AT_VERSION, authority_reference="CAD 2"),
    ),
    Route(
        "POST",
        f"{_CORDON}/change-withdrawal",
        "DropCordonChange",
        body={"reason": "Because."},
        needs_version=True,
        message=rpc.DropCordonChangeRequest(**_AT_VERSION, reason="Because."),
    ),
    Route(
        "POST",
        f"{_CORDON}/confirmation",
        "ConfirmCordon",
        body={"read_digest": DIGEST.hex()},
        message=rpc.ConfirmCordonRequest(cordon_id=CORDON_ID, read_digest=DIGEST),
    ),
    Route(
        "POST",
        f"{_CORDON}/renewal",
        "RenewCordon",
        body={"next_update_due": "2026-11-24T16:00:00Z"},
        needs_version=True,
        message=rpc.RenewCordonRequest(**_AT_VERSION, next_update_due=_at(16)),
    ),
    Route(
        "POST",
        f"{_CORDON}/handover",
        "TakeCordon",
        body={"handover_note": "East gate."},
        needs_version=True,
        message=rpc.TakeCordonRequest(**_AT_VERSION, handover_note="East gate."),
    ),
)
CORDON: Final = pb.Cordon(
    cordon_id=CORDON_ID,
    thread_id=ALERT_ID,
    version=3,
    status=pb.CORDON_STATUS_LIVE,
    shape=pb.CordonShape(number=1, place="Two <streets>", polygon=POLYGON, since=_at(8)),
    next_update_due=_at(9),
    update_overdue=True,
    updated_at=_at(8),
    change=pb.CordonChange(
        kind=pb.CORDON_CHANGE_KIND_MOVE,
        place="More <streets>",
        polygon=POLYGON,
        next_update_due=_at(14),
        authority_reference="CAD 1",
        digest=DIGEST,
        proposed_at=_at(10),
    ),
    holder=PERSON_ID,
    held_since=_at(8),
    handover_note="East <gate>.",
    cap_status=alert_pb2.CAP_STATUS_ACTUAL,
)
LIFTED: Final = pb.Cordon(
    cordon_id=KEY,
    thread_id=ALERT_ID,
    version=5,
    status=pb.CORDON_STATUS_LIFTED,
    shape=pb.CordonShape(number=1, place="One street", since=_at(6)),
    updated_at=_at(7),
    lifted_at=_at(7),
    cap_status=alert_pb2.CAP_STATUS_ACTUAL,
)
ANSWERS: Final[dict[str, Message]] = {
    "ListCordons": rpc.ListCordonsResponse(cordons=[CORDON, LIFTED]),
    "ProposeCordon": rpc.ProposeCordonResponse(cordon=CORDON),
    "MoveCordon": rpc.MoveCordonResponse(cordon=CORDON),
    "LiftCordon": rpc.LiftCordonResponse(cordon=CORDON),
    "DropCordonChange": rpc.DropCordonChangeResponse(cordon=CORDON),
    "ConfirmCordon": rpc.ConfirmCordonResponse(cordon=CORDON),
    "RenewCordon": rpc.RenewCordonResponse(cordon=CORDON),
    "TakeCordon": rpc.TakeCordonResponse(cordon=CORDON),
}
CORDON_READ: Final = {
    "cordon_id": CORDON_ID,
    "thread_id": ALERT_ID,
    "version": 3,
    "status": "LIVE",
    "cap_status": "Actual",
    "shape": {
        "number": 1,
        "place": "Two <streets>",
        "polygon": _SHAPE_READ,
        "since": "2026-11-24T08:00:00.000Z",
    },
    "next_update_due": "2026-11-24T09:00:00.000Z",
    "update_overdue": True,
    "updated_at": "2026-11-24T08:00:00.000Z",
    "lifted_at": None,
    "change": {
        "kind": "MOVE",
        "place": "More <streets>",
        "polygon": _SHAPE_READ,
        "next_update_due": "2026-11-24T14:00:00.000Z",
        "authority_reference": "CAD 1",
        "digest": DIGEST.hex(),
        "proposed_by_you": False,
        "proposed_at": "2026-11-24T10:00:00.000Z",
    },
    "holding": {
        "by": PERSON_ID,
        "by_you": False,
        "since": "2026-11-24T08:00:00.000Z",
        "note": "East <gate>.",
    },
}
_LIFTED_READ: Final = {
    "cordon_id": KEY,
    "thread_id": ALERT_ID,
    "version": 5,
    "status": "LIFTED",
    "cap_status": "Actual",
    "shape": {
        "number": 1,
        "place": "One street",
        "polygon": None,
        "since": "2026-11-24T06:00:00.000Z",
    },
    "next_update_due": None,
    "update_overdue": False,
    "updated_at": "2026-11-24T07:00:00.000Z",
    "lifted_at": "2026-11-24T07:00:00.000Z",
}
READ: Final[dict[str, Any]] = {name: CORDON_READ for name in ANSWERS if name != "ListCordons"} | {
    "ListCordons": {"cordons": [CORDON_READ, _LIFTED_READ]}
}
