"""Keep an app on a device that gets notifications."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.device import MOST_OF_A_PERSON, Device, KnownDevice, Registration
from services.alerts.domain.device_errors import DeviceNotFound, MobilePushOff, TooManyDevices
from services.alerts.usecases.devices import forget_device, known_of
from services.alerts.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDevice:
    """Keep an app in the caller's name; the device's consent came with its token.

    `notifies` says whether anything is sent to apps at all. A device keeps its id while its token
    changes, so that the end of an alert follows it; a token of somebody else's starts a new one.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    notifies: bool

    def __call__(self, caller: Principal, *, said: Registration, key: RequestKey) -> KnownDevice:
        """Return the device.

        Raises:
            MobilePushOff: nothing is sent to apps here.
            TooManyDevices: the caller has as many as one may have.
            DeviceNotFound: the key comes again, and the device was removed since.
            IdempotencyKeyReused: the key came with another body.
        """
        if not self.notifies:
            raise MobilePushOff("This platform notifies no app.")
        subject, now = caller.person, self.clock.now()
        with self.unit_of_work() as tx:
            holder = tx.devices.holding(said.token.digest)
            there = _of(subject, tx.devices.find(said.earlier) if said.earlier else None)
            there = there or _of(subject, holder)
            device = Device(
                device_id=there.device_id if there else self.ids.new(),
                subject=subject,
                platform=said.token.platform,
                name=said.name,
                token_digest=said.token.digest,
                registered_at=there.registered_at if there else now,
            )
            made = tx.idempotency.claim(subject, key, str(device.device_id))
            if made is not None:
                return _again(tx, subject, UUID(made))
            if holder is not None and holder.device_id != device.device_id:
                forget_device(tx, holder)
            _make_room(tx, subject, device.device_id)
            tx.devices.keep(device)
            kept = tx.recipients.find(device.device_id)
            recipient = device.recipient(said, version=kept.version + 1 if kept else 1)
            tx.recipients.keep(recipient)
            tx.outbox.add(Used(caller=caller, metric="alerts.device-registered", at=now))
        return KnownDevice.of(device, recipient)


def _of(subject: str, device: Device | None) -> Device | None:
    return device if device is not None and device.subject == subject else None


def _again(tx: Stores, subject: str, device_id: UUID) -> KnownDevice:
    device = _of(subject, tx.devices.find(device_id))
    if device is None:
        raise DeviceNotFound("There is no such device any more.")
    return KnownDevice.of(device, tx.recipients.find(device_id))


def _make_room(tx: Stores, subject: str, device_id: UUID) -> None:
    """See that there is room for one more; those that nothing reaches any more make it."""
    others = [each for each in known_of(tx, subject) if each.device.device_id != device_id]
    room = MOST_OF_A_PERSON - 1 - len(others)
    for each in others:
        if room < 0 and not each.reachable:
            forget_device(tx, each.device)
            room += 1
    if room < 0:
        raise TooManyDevices(f"{MOST_OF_A_PERSON} devices may have notifications.")
