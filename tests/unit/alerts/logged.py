"""A public log with something in it."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.alerts.domain.issued_message import IssuedMessage
from services.alerts.outbound.head_signer import Ed25519HeadSigner
from services.alerts.usecases.grow_log import GrowLog
from tests.fakes.alerts import MemoryAlertsStores, issued
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock

SIGNER = Ed25519HeadSigner(Ed25519PrivateKey.generate())


def grow(unit_of_work: MemoryUnitOfWork[MemoryAlertsStores], clock: SetClock) -> int:
    clock.pass_(seconds=1)
    return GrowLog(unit_of_work=unit_of_work, signer=SIGNER, clock=clock)()


def logged(
    unit_of_work: MemoryUnitOfWork[MemoryAlertsStores], clock: SetClock, much: int
) -> list[IssuedMessage]:
    """Log so many messages, each in a head of its own."""
    messages = []
    for _ in range(much):
        messages.append(unit_of_work.stores.messages.record(issued(at=clock.now())))
        grow(unit_of_work, clock)
    return messages
