"""Apps on people's phones and tablets that are notified of alerts, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask import fields as plain
from apiflask.validators import Length, OneOf
from flask import Response, jsonify

from isp.alerts.v1 import devices_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

devices = APIBlueprint("devices", __name__, url_prefix="/v1/me/devices", tag="Notifications")

PLATFORMS: Final = ("ANDROID", "IOS")


class DeviceIn(Schema):
    """What the app knows of itself."""

    token = String(required=True, validate=Length(min=8, max=1000))
    platform = String(required=True, validate=OneOf(PLATFORMS))
    name = String(load_default="", validate=Length(max=60))
    language = String(load_default="en", validate=OneOf(("en", "cy")))
    device_id = plain.UUID(load_default=None)


def _json(device: pb.Device) -> dict[str, Any]:
    return {
        "device_id": device.device_id,
        "platform": pb.DevicePlatform.Name(device.platform).removeprefix("DEVICE_PLATFORM_"),
        "name": device.name,
        "language": device.language,
        "registered_at": time_json(device.registered_at),
        "reachable": device.reachable,
    }


@devices.post("")
@devices.input(DeviceIn, arg_name="said")
@devices.doc(
    summary="Have alerts notified by an app",
    description=(
        "Needs Idempotency-Key. `token` is the app's registration token of Firebase Cloud "
        "Messaging. When it changes say it with the `device_id` that was given first, so that what "
        "the app was notified of is followed by its end."
    ),
    responses={201: "The device", 400: "Wrong input", 409: "Too many, or no app is notified here"},
    security="bearer",
)
def register_device(said: dict[str, Any]) -> tuple[Response, int]:
    """Have alerts notified by an app."""
    message = pb.RegisterDeviceRequest(
        token=said["token"],
        platform=pb.DevicePlatform.Value(f"DEVICE_PLATFORM_{said['platform']}"),
        name=said["name"],
        language=said["language"],
        device_id=str(said["device_id"] or ""),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().devices.RegisterDevice, message)
    return jsonify(_json(made.device)), HTTPStatus.CREATED


@devices.get("")
@devices.doc(
    summary="Your devices with the app",
    description="`notifies` is false where this platform notifies no app.",
    responses={200: "Oldest first; ten at most"},
    security="bearer",
)
def list_devices() -> Response:
    """Show the caller's own."""
    found = clients().call(clients().devices.ListDevices, pb.ListDevicesRequest())
    return jsonify({"devices": [_json(each) for each in found.devices], "notifies": found.notifies})


@devices.delete("/<uuid:device_id>")
@devices.doc(
    summary="Have no alerts notified by a device any more",
    responses={204: "None of yours is there any more"},
    security="bearer",
)
def remove_device(device_id: UUID) -> tuple[str, int]:
    """End notifications to a device."""
    message = pb.RemoveDeviceRequest(device_id=str(device_id))
    clients().call(clients().devices.RemoveDevice, message)
    return "", HTTPStatus.NO_CONTENT
