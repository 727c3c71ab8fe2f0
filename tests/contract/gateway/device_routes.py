"""The routes of devices: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import devices_pb2 as pb
from tests.contract.gateway.route import DEVICE_ID, KEY, Route

_BODY: Final[dict[str, Any]] = {
    "token": "cXyz0123:APA91bExample",
    "platform": "IOS",
    "name": "Phone at the till",
    "language": "cy",
    "device_id": DEVICE_ID,
}
DEVICE_ROUTES: Final = (
    Route(
        "POST",
        "/v1/me/devices",
        "RegisterDevice",
        status=201,
        body=_BODY,
        needs_key=True,
        message=pb.RegisterDeviceRequest(
            **_BODY | {"platform": pb.DEVICE_PLATFORM_IOS}, idempotency_key=KEY
        ),
    ),
    Route("GET", "/v1/me/devices", "ListDevices", pb.ListDevicesRequest()),
    Route(
        "DELETE",
        "/v1/me/devices/{device_id}",
        "RemoveDevice",
        status=204,
        answers="text/html",
        message=pb.RemoveDeviceRequest(device_id=DEVICE_ID),
    ),
)
_DEVICE: Final = pb.Device(
    device_id=DEVICE_ID,
    platform=pb.DEVICE_PLATFORM_IOS,
    name="Phone at the till",
    language="cy",
    registered_at=Timestamp(seconds=1_795_521_600),
    reachable=True,
)
ANSWERS: Final[dict[str, Message]] = {
    "RegisterDevice": pb.RegisterDeviceResponse(device=_DEVICE),
    "ListDevices": pb.ListDevicesResponse(devices=[_DEVICE], notifies=True),
    "RemoveDevice": pb.RemoveDeviceResponse(),
}
_SHOWN: Final[dict[str, Any]] = {
    "device_id": DEVICE_ID,
    "platform": "IOS",
    "name": "Phone at the till",
    "language": "cy",
    "registered_at": "2026-11-24T12:00:00.000Z",
    "reachable": True,
}
READ: Final[dict[str, Any]] = {
    "RegisterDevice": _SHOWN,
    "ListDevices": {"devices": [_SHOWN], "notifies": True},
}
