"""Have a package judged that came whole, and keep it as somebody's proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import ScannerUnavailable
from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.package import Found, Package
from services.training.usecases.judging import Judging, record
from services.training.usecases.packaging import own_upload
from services.training.usecases.ports import UnitOfWork

PUT_OFF: Final = "PUT_OFF"
"""What became of a package that could not be scanned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishPackage:
    """Propose a package, or refuse it; of one that is refused no byte is kept.

    While the scanner is away it is quarantined: `ScanPackages` judges it later. `outcome` hears
    what became of it, for the figures.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    judging: Judging
    outcome: Callable[[str], None]

    def __call__(self, caller: Principal, *, package_id: UUID, digest: str) -> Package:
        """Return it, proposed, refused or quarantined. `digest` is SHA-256 of the whole, in hex.

        The upload stays locked meanwhile, for as long as a scan and a look may last.

        Raises:
            PackageNotFound: it is no upload of the caller's.
            UploadClosed: it was finished before.
            UploadIncomplete: pieces are missing.
            LookBusy: another package is being looked into; it may be finished again.
            StorageUnavailable: its files cannot be kept now; it may be finished again.
        """
        with self.unit_of_work() as tx:
            upload = own_upload(tx.packages, caller, package_id)
            upload.must_be_whole()
            found = self._found(upload, digest)
            at = self.clock.now()
            if found is None:
                package = upload.quarantined(digest=digest, at=at)
            else:
                package = upload.looked_into(found, digest=digest, at=at)
            tx.packages.save(package)
            record(tx, caller, package, found)
        self.outcome(PUT_OFF if found is None else (package.refusal or package.state).value)
        if found is not None:
            self.judging.clear(package)
        return package

    def _found(self, upload: Package, digest: str) -> Found | None:
        try:
            return self.judging(upload, digest=digest)
        except ScannerUnavailable:
            return None
