"""The routes of reminders: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.training.v1 import reminders_pb2 as pb
from tests.contract.gateway.route import Route

_MINE: Final = "/v1/me/training-reminders"
REMINDER_ROUTES: Final = (
    Route("GET", _MINE, "GetReminders", pb.GetRemindersRequest()),
    Route(
        "PUT",
        _MINE,
        "SetReminders",
        body={"wanted": True},
        message=pb.SetRemindersRequest(wanted=True),
    ),
    Route(
        "POST",
        "/v1/training-reminder-links/stop",
        "StopReminders",
        status=202,
        body={"token": "a-token"},
        message=pb.StopRemindersRequest(token="a-token"),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "GetReminders": pb.GetRemindersResponse(wanted=True),
    "SetReminders": pb.SetRemindersResponse(wanted=True),
    "StopReminders": pb.StopRemindersResponse(),
}
READ: Final[dict[str, Any]] = {
    "GetReminders": {"wanted": True},
    "SetReminders": {"wanted": True},
    "StopReminders": {},
}
