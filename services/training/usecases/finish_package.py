"""Look into a package that came whole, and keep it as somebody's proposal."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.storage import Storage
from kernel.usage import Used
from services.training.domain.package import Found, Package, PackageRefusal
from services.training.usecases.package_ports import PackageLook, Scratch
from services.training.usecases.packaging import file_key, incoming, own_upload, piece_key
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishPackage:
    """Propose a package, or refuse it; of one that is refused no byte is kept."""

    unit_of_work: UnitOfWork
    clock: Clock
    storage: Storage
    look: PackageLook
    scratch: Scratch

    def __call__(self, caller: Principal, *, package_id: UUID, digest: str) -> Package:
        """Return it, proposed or refused. `digest` is SHA-256 of the whole, in hex.

        The upload stays locked meanwhile, for as long as one look may last.

        Raises:
            PackageNotFound: it is no upload of the caller's.
            UploadClosed: it was finished before.
            UploadIncomplete: pieces are missing.
            StorageUnavailable: its files cannot be kept now; it may be finished again.
        """
        with self.unit_of_work() as tx:
            upload = own_upload(tx.packages, caller, package_id)
            upload.must_be_whole()
            with self.scratch() as path:
                found = self._judged(upload, path, digest)
                package = upload.looked_into(found, digest=digest, at=self.clock.now())
                if package.refusal is None:
                    self._keep(package, path)
            tx.packages.save(package)
            tx.audit.record(
                caller,
                "training:refuse-package" if package.refusal else "training:propose-package",
                str(package_id),
                bytes.fromhex(digest),
                **_told(package),
            )
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="training.package",
                    at=package.changed_at,
                    detail=package.refusal.value if package.refusal else package.state.value,
                )
            )
        for key in self.storage.keys(incoming(package_id)):
            self.storage.delete(key)
        return package

    def _judged(self, upload: Package, path: Path, digest: str) -> Found:
        came = hashlib.sha256()
        with path.open("wb") as whole:
            for number in range(upload.pieces):
                for piece in self.storage.read(piece_key(upload.package_id, number)):
                    came.update(piece)
                    whole.write(piece)
        if came.hexdigest() != digest:
            return Found(refusal=PackageRefusal.DIGEST_DIFFERS)
        return self.look(path)

    def _keep(self, package: Package, path: Path) -> None:
        with self.look.unpacking(path) as opened:
            for each in package.files:
                with opened(each) as file:
                    self.storage.put(file_key(package.package_id, each.number), file, each.size)


def _told(package: Package) -> dict[str, object]:
    if package.refusal is not None:
        return {"refusal": package.refusal.value, "part": package.refused_part}
    assert package.structure is not None
    units = sum(1 for _ in package.structure.units())
    return {"kind": package.kind.value, "files": len(package.files), "units": units}
