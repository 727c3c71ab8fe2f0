"""What the use cases of devices need."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from services.alerts.domain.device import Device


class Devices(Protocol):
    """The devices of one transaction."""

    def holding(self, digest: bytes) -> Device | None:
        """Return the device that has a token; nobody else takes the token before the end."""
        ...

    def find(self, device_id: UUID) -> Device | None:
        """Return one, locked."""
        ...

    def keep(self, device: Device) -> None:
        """Keep one, new or changed."""
        ...

    def of(self, subject: str) -> Sequence[Device]:
        """Return a person's, oldest first."""
        ...

    def remove(self, device_id: UUID) -> None:
        """Forget one."""
        ...

    def forget(self, subject: str) -> int:
        """Forget all of a person's; return how many."""
        ...
