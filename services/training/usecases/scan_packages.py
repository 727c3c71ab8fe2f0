"""Judge the packages that wait for the scanner."""

from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from chassis.errors import ScannerUnavailable, StorageUnavailable, Unavailable
from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.training.domain.package import (
    LOOK_LASTS,
    TRY_AGAIN,
    Found,
    Package,
    PackageState,
)
from services.training.domain.package_errors import LookBusy
from services.training.usecases.finish_package import PUT_OFF
from services.training.usecases.judging import Judging, record
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.scan_shown import ScanMeasures, ScanShown

AT_ONCE: Final = 10


class JudgingMeasures(ScanMeasures, Protocol):
    """Tells those who run the platform what came of judging."""

    def failed(self, package_id: UUID, error: Exception) -> None:
        """Count a package that could not be judged by a fault of ours, and say which."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPackages:
    """Judge each package in quarantine. What cannot be judged now waits on: doubt shows nothing.

    What is shown since before packages were scanned is scanned too, once.

    Whoever is taken is due again later before anything is done: so one that fails, or ends the
    process, goes behind those that wait, and holds up none of them.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    judging: Judging
    shown: ScanShown
    measures: JudgingMeasures

    def __call__(self) -> int:
        """Return how many were judged.

        Raises:
            Unavailable: the record is away: nothing can be judged now.
        """
        with self.unit_of_work() as tx:
            due = tx.packages.scan_due(self.clock.now(), AT_ONCE)
        return sum(self._tried(package_id) for package_id in due)

    def _tried(self, package_id: UUID) -> bool:
        package = self._taken(package_id)
        if package is None:
            return False
        try:
            self._judge(package)
        except (ScannerUnavailable, StorageUnavailable, LookBusy):
            self.measures.judged(PUT_OFF)
            with self.unit_of_work() as tx:
                tx.packages.put_off_scan(package_id, self.clock.now() + TRY_AGAIN)
            return False
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, others wait behind it
            self.measures.failed(package_id, error)
            return False
        return True

    def _judge(self, package: Package) -> None:
        if package.state is PackageState.QUARANTINED:
            self._kept(package, self.judging(package, digest=package.digest))
        else:
            self.shown(package)

    def _taken(self, package_id: UUID) -> Package | None:
        """Return it, so marked that no other process judges it meanwhile.

        It is not locked while it is scanned: nothing of it changes but its state.
        """
        with self.unit_of_work() as tx:
            now, package = self.clock.now(), tx.packages.get(package_id, lock=True)
            if package.scan_due_at is None or package.scan_due_at > now:
                return None
            tx.packages.put_off_scan(package_id, now + LOOK_LASTS)
            return package

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
            self.measures.judged((package.refusal or package.state).value)
        self.judging.clear(package)  # what was withdrawn meanwhile keeps no file either
