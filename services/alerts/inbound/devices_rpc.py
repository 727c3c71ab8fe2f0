"""The RPCs of devices: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import NUL, Wrong, id_from, key_from
from isp.alerts.v1 import devices_pb2 as pb
from isp.alerts.v1 import devices_pb2_grpc
from kernel.idempotency import RequestKey
from services.alerts.domain.device import (
    LONGEST_NAME,
    LONGEST_TOKEN,
    AppToken,
    KnownDevice,
    Platform,
    Registration,
)
from services.alerts.inbound.events import LANGUAGES
from services.alerts.messages import moment
from services.alerts.usecases.list_devices import ListDevices
from services.alerts.usecases.register_device import RegisterDevice
from services.alerts.usecases.remove_device import RemoveDevice

_PLATFORMS: Final = {
    pb.DEVICE_PLATFORM_ANDROID: Platform.ANDROID,
    pb.DEVICE_PLATFORM_IOS: Platform.IOS,
}


def _registration_from(request: pb.RegisterDeviceRequest) -> tuple[Registration, RequestKey]:
    """Return what an app says of itself, and the key under which it is kept once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong, name = Wrong(), request.name.strip()
    platform = _PLATFORMS.get(request.platform)
    token = AppToken(platform=platform or Platform.ANDROID, token=request.token)
    most = f"must have 8 to {LONGEST_TOKEN} printable characters of ASCII, and no space"
    wrong.unless(token.fits, "token", most)
    wrong.unless(platform is not None, "platform", "must be one that we know")
    most = f"must have at most {LONGEST_NAME} characters, none of them NUL"
    wrong.unless(len(name) <= LONGEST_NAME and NUL not in name, "name", most)
    wrong.unless(request.language in LANGUAGES, "language", "must be en or cy")
    earlier = (
        wrong.built("device_id", lambda: id_from("device_id", request.device_id))
        if request.device_id
        else None
    )
    key = wrong.built("idempotency_key", lambda: key_from("RegisterDevice", request))
    wrong.check()
    assert key is not None
    said = Registration(token=token, name=name, language=request.language, earlier=earlier)
    return said, key


def _shown(known: KnownDevice) -> pb.Device:
    device = known.device
    return pb.Device(
        device_id=str(device.device_id),
        platform=pb.DevicePlatform.Value(f"DEVICE_PLATFORM_{device.platform.name}"),
        name=device.name,
        language=known.language,
        registered_at=moment(device.registered_at),
        reachable=known.reachable,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesServicer(devices_pb2_grpc.DevicesServiceServicer):
    """isp.alerts.v1.DevicesService."""

    register_device: RegisterDevice
    list_devices: ListDevices
    remove_device: RemoveDevice
    notifies: bool

    def RegisterDevice(
        self, request: pb.RegisterDeviceRequest, context: grpc.ServicerContext
    ) -> pb.RegisterDeviceResponse:
        """Keep an app on a device that gets notifications."""
        who = caller(context)
        said, key = _registration_from(request)
        kept = self.register_device(who, said=said, key=key)
        return pb.RegisterDeviceResponse(device=_shown(kept))

    def ListDevices(
        self, request: pb.ListDevicesRequest, context: grpc.ServicerContext
    ) -> pb.ListDevicesResponse:
        """Show the caller's devices."""
        found = self.list_devices(caller(context))
        return pb.ListDevicesResponse(devices=map(_shown, found), notifies=self.notifies)

    def RemoveDevice(
        self, request: pb.RemoveDeviceRequest, context: grpc.ServicerContext
    ) -> pb.RemoveDeviceResponse:
        """Send no notifications to a device any more."""
        device_id = id_from("device_id", request.device_id)
        self.remove_device(caller(context), device_id=device_id)
        return pb.RemoveDeviceResponse()


def device_services_of(
    devices: DevicesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of devices with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["DevicesService"]: lambda server: (
            devices_pb2_grpc.add_DevicesServiceServicer_to_server(devices, server)
        ),
    }
