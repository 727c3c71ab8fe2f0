"""The routes that stop all issuing: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import safeguards_pb2 as pb
from tests.contract.gateway.route import FREEZE_ID, KEY, VERSION, Route

_FREEZE: Final = "/v1/freezes/{freeze_id}"
_WHY: Final = {"reason": "Because."}

FREEZE_ROUTES: Final = (
    Route(
        "POST",
        "/v1/freezes",
        "ProposeFreeze",
        status=201,
        body=_WHY,
        needs_key=True,
        message=pb.ProposeFreezeRequest(**_WHY, idempotency_key=KEY),
    ),
    Route("GET", "/v1/freezes/current", "GetFreeze", pb.GetFreezeRequest()),
    Route(
        "POST",
        f"{_FREEZE}/confirmation",
        "ConfirmFreeze",
        needs_version=True,
        message=pb.ConfirmFreezeRequest(freeze_id=FREEZE_ID, expected_version=VERSION),
    ),
    Route(
        "POST",
        f"{_FREEZE}/lift-proposal",
        "ProposeUnfreeze",
        body=_WHY,
        needs_version=True,
        message=pb.ProposeUnfreezeRequest(freeze_id=FREEZE_ID, expected_version=VERSION, **_WHY),
    ),
    Route(
        "POST",
        f"{_FREEZE}/lift",
        "ConfirmUnfreeze",
        needs_version=True,
        message=pb.ConfirmUnfreezeRequest(freeze_id=FREEZE_ID, expected_version=VERSION),
    ),
)
_NOON: Final = Timestamp()
_NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
FREEZE: Final = pb.Freeze(
    freeze_id=FREEZE_ID,
    status=pb.FREEZE_STATUS_LIFT_PROPOSED,
    version=3,
    reason="An account was <taken>.",
    proposed_at=_NOON,
    frozen_at=_NOON,
    lift_reason="Ours again.",
    lift_proposed_at=_NOON,
    by_you=True,
)
ANSWERS: Final[dict[str, Message]] = {
    "ProposeFreeze": pb.ProposeFreezeResponse(freeze=FREEZE),
    "ConfirmFreeze": pb.ConfirmFreezeResponse(freeze=FREEZE),
    "ProposeUnfreeze": pb.ProposeUnfreezeResponse(freeze=FREEZE),
    "ConfirmUnfreeze": pb.ConfirmUnfreezeResponse(freeze=FREEZE),
    "GetFreeze": pb.GetFreezeResponse(freeze=FREEZE),
}
_READ: Final = {
    "freeze_id": FREEZE_ID,
    "status": "LIFT_PROPOSED",
    "version": 3,
    "reason": "An account was <taken>.",
    "proposed_at": "2026-11-24T12:00:00.000Z",
    "frozen_at": "2026-11-24T12:00:00.000Z",
    "lift_reason": "Ours again.",
    "lift_proposed_at": "2026-11-24T12:00:00.000Z",
    "lifted_at": None,
    "by_you": True,
}
READ: Final[dict[str, Any]] = {
    **dict.fromkeys(
        ("ProposeFreeze", "ConfirmFreeze", "ProposeUnfreeze", "ConfirmUnfreeze"), _READ
    ),
    "GetFreeze": {"freeze": _READ},
}
