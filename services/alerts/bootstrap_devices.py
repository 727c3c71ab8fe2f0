"""Builds what the registration of devices needs, for `bootstrap.py`."""

from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from kernel.ports import RandomIds, SystemClock
from services.alerts.inbound.devices_rpc import DevicesServicer, device_services_of
from services.alerts.usecases.list_devices import ListDevices
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.register_device import RegisterDevice
from services.alerts.usecases.remove_device import RemoveDevice

_CLOCK: Final = SystemClock()


def device_services(
    work: UnitOfWork, reads: UnitOfWork, *, notifies: bool
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the service of devices; `notifies` says whether anything is sent to apps."""
    return device_services_of(
        DevicesServicer(
            register_device=RegisterDevice(
                unit_of_work=work, clock=_CLOCK, ids=RandomIds(), notifies=notifies
            ),
            list_devices=ListDevices(unit_of_work=reads),
            remove_device=RemoveDevice(unit_of_work=work, clock=_CLOCK),
            notifies=notifies,
        )
    )
