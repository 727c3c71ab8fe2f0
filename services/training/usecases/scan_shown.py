"""Scan a package that is shown since before packages were scanned."""

from dataclasses import dataclass
from typing import Final, Protocol

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from kernel.storage import NoSuchObject, Storage
from kernel.usage import Used
from services.training.domain.package import SHOWN, Package, PackageFile, PackageState
from services.training.usecases.package_ports import Scanner, Scratch
from services.training.usecases.packaging import file_key, kept
from services.training.usecases.ports import UnitOfWork

CLEAN: Final = "CLEAN"
"""What became of a package that is shown and that the scanner has nothing against."""


class ScanMeasures(Protocol):
    """Tells those who run the platform what came of a scan."""

    def judged(self, outcome: str) -> None:
        """Count what became of a package."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanShown:
    """Scan the files of a package, and stop it at once if the scanner knows one of them.

    It is shown meanwhile as it was: learners are in the middle of it, and a trainer answers for it.
    What is stopped keeps its row, which says why; no byte of it stays.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    storage: Storage
    scanner: Scanner
    scratch: Scratch
    measures: ScanMeasures

    def __call__(self, package: Package) -> None:
        """Do it. One that was stopped before loses the bytes that could not be deleted then.

        Raises:
            ScannerUnavailable: it cannot be scanned now; it stays as it is.
            StorageUnavailable: its bytes cannot be read or deleted now.
        """
        if package.state in SHOWN:
            harmful = self._harmful(package)
            if harmful is None:
                self.measures.judged(CLEAN)
            else:
                package = self._stopped(package, *harmful)
        if package.state is PackageState.WITHDRAWN and package.refusal is not None:
            for key in self.storage.keys(kept(package.package_id)):
                self.storage.delete(key)
        with self.unit_of_work() as tx:
            tx.packages.scanned(package.package_id)

    def _harmful(self, package: Package) -> tuple[PackageFile, str] | None:
        """Return the first file that the scanner knows, and what it calls it."""
        with self.unit_of_work() as tx:
            files = tx.packages.files_of(package.package_id)
        for each in files:
            found = self._finding(file_key(package.package_id, each.number))
            if found is not None:
                return each, found
        return None

    def _finding(self, key: str) -> str | None:
        with self.scratch() as path:
            try:
                with path.open("wb") as copy:
                    copy.writelines(self.storage.read(key))
            except NoSuchObject:  # nobody is shown it either
                return None
            with path.open("rb") as file:
                return self.scanner.finding(file)

    def _stopped(self, scanned: Package, harmful: PackageFile, by_scanner: str) -> Package:
        with self.unit_of_work() as tx:
            package, at = tx.packages.get(scanned.package_id, lock=True), self.clock.now()
            if package.state not in SHOWN:
                return package  # somebody was quicker
            stopped = package.found_harmful(harmful.path, at=at)
            assert stopped.refusal is not None
            tx.packages.save(stopped)
            tx.audit.record(
                ANONYMOUS,
                "training:withdraw-package",
                str(stopped.package_id),
                bytes.fromhex(stopped.digest),
                why=stopped.refusal.value,
                part=stopped.refused_part,
                found=by_scanner,
            )
            detail = stopped.state.value
            tx.outbox.add(Used(caller=ANONYMOUS, metric="training.package", at=at, detail=detail))
        self.measures.judged(stopped.refusal.value)
        return stopped
