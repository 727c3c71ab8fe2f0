"""What is done alike about devices: each is kept in two places."""

from services.alerts.domain.device import Device, KnownDevice
from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.ports import Stores


def known_of(tx: Stores, subject: str) -> list[KnownDevice]:
    """Return a person's devices, oldest first."""
    return [
        KnownDevice.of(each, tx.recipients.find(each.device_id)) for each in tx.devices.of(subject)
    ]


def forget_device(tx: Stores, device: Device) -> None:
    """Send nothing there any more, and forget it."""
    there = tx.recipients.find(device.device_id)
    if there is not None:
        tx.recipients.keep(Recipient.stopped(device.device_id, there.version + 1))
    tx.devices.remove(device.device_id)
