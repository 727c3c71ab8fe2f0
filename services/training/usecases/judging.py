"""Judge a package that came whole, as it is finished or while it waits in quarantine."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kernel.principals import Principal
from kernel.storage import NoSuchObject, Storage
from kernel.usage import Used
from services.training.domain.package import Found, Package, PackageRefusal
from services.training.usecases.package_ports import PackageLook, Scanner, Scratch
from services.training.usecases.packaging import file_key, incoming, kept, piece_key
from services.training.usecases.ports import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Scans a package, looks into it and keeps its files: all of one and the same copy."""

    storage: Storage
    scanner: Scanner
    look: PackageLook
    scratch: Scratch

    def __call__(self, package: Package, *, digest: str) -> Found:
        """Return what was found; the files of what is good are kept.

        Raises:
            ScannerUnavailable: it cannot be scanned now; it is not looked into either.
            LookBusy: another package is being looked into.
            StorageUnavailable: its bytes cannot be read or kept now.
        """
        with self.scratch() as path:
            if not self._fetched(package, path, digest):
                return Found(refusal=PackageRefusal.DIGEST_DIFFERS)
            with path.open("rb") as file:
                by_scanner = self.scanner.finding(file)
            if by_scanner is not None:
                return Found(refusal=PackageRefusal.INFECTED, by_scanner=by_scanner)
            found = self.look(path)
            if found.refusal is None:
                self._keep(package, found, path)
            return found

    def clear(self, package: Package) -> None:
        """Delete what is needed no longer of a package as it was judged.

        Raises:
            StorageUnavailable: it cannot be deleted now.
        """
        needless = [incoming(package.package_id)]
        if package.structure is None:  # of one that was kept before it was refused or withdrawn
            needless.append(kept(package.package_id))
        for begins in needless:
            for key in self.storage.keys(begins):
                self.storage.delete(key)

    def _fetched(self, package: Package, path: Path, digest: str) -> bool:
        """Put the pieces together; tell whether they are what was said."""
        came = hashlib.sha256()
        with path.open("wb") as whole:
            for number in range(package.pieces):
                try:
                    for piece in self.storage.read(piece_key(package.package_id, number)):
                        came.update(piece)
                        whole.write(piece)
                except NoSuchObject:
                    return False
        return came.hexdigest() == digest

    def _keep(self, package: Package, found: Found, path: Path) -> None:
        with self.look.unpacking(path) as opened:
            for each in found.files:
                with opened(each) as file:
                    self.storage.put(file_key(package.package_id, each.number), file, each.size)


def record(tx: Stores, caller: Principal, package: Package, found: Found | None) -> None:
    """Put on record what became of a package; without `found` it waits for the scanner."""
    told: dict[str, object] = {}
    if found is None:
        action = "training:quarantine-package"
    elif package.refusal is not None:
        action = "training:refuse-package"
        told = {"refusal": package.refusal.value, "part": package.refused_part}
        told |= {"found": found.by_scanner} if found.by_scanner else {}
    else:
        assert package.structure is not None
        action, units = "training:propose-package", sum(1 for _ in package.structure.units())
        told = {"kind": package.kind.value, "files": len(package.files), "units": units}
    digest, what = bytes.fromhex(package.digest), package.refusal or package.state
    tx.audit.record(caller, action, str(package.package_id), digest, **told)
    tx.outbox.add(
        Used(caller=caller, metric="training.package", at=package.changed_at, detail=what.value)
    )
