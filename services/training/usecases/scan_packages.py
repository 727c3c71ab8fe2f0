"""Judge the packages that wait for the scanner."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import ScannerUnavailable, StorageUnavailable
from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.training.domain.package import Found, Package, PackageState
from services.training.domain.package_errors import LookBusy
from services.training.usecases.finish_package import PUT_OFF
from services.training.usecases.judging import Judging, record
from services.training.usecases.ports import UnitOfWork

AT_ONCE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPackages:
    """Judge each package in quarantine. What cannot be judged now waits on: doubt shows nothing.

    `outcome` hears what became of each, for the figures.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    judging: Judging
    outcome: Callable[[str], None]

    def __call__(self) -> int:
        """Return how many were judged. One that cannot be now holds up none behind it."""
        with self.unit_of_work() as tx:
            waiting = tx.packages.quarantined(AT_ONCE)
        judged = 0
        for package_id in waiting:
            try:
                self._judge(package_id)
                judged += 1
            except (ScannerUnavailable, StorageUnavailable, LookBusy):
                self.outcome(PUT_OFF)
        return judged

    def _judge(self, package_id: UUID) -> None:
        """Judge one, without a lock while it is scanned: nothing of it changes but its state."""
        with self.unit_of_work() as tx:
            package = tx.packages.get(package_id)
        if package.state is not PackageState.QUARANTINED:
            return
        self._kept(package, self.judging(package, digest=package.digest))

    def _kept(self, judged: Package, found: Found) -> None:
        with self.unit_of_work() as tx:
            package = tx.packages.get(judged.package_id, lock=True)
            waits = package.state is PackageState.QUARANTINED
            if waits:
                at = self.clock.now()
                package = package.looked_into(found, digest=package.digest, at=at)
                tx.packages.save(package)
                record(tx, ANONYMOUS, package, found)
        if waits:
            self.outcome((package.refusal or package.state).value)
        self.judging.clear(package)  # what was withdrawn meanwhile keeps no file either
