"""Show somebody which devices of theirs get notifications."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.alerts.domain.device import KnownDevice
from services.alerts.usecases.devices import known_of
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDevices:
    """Give the caller's devices."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[KnownDevice]:
        """Return them, oldest first."""
        with self.unit_of_work() as tx:
            return known_of(tx, caller.person)
