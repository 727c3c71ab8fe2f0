"""Bring a piece of a package."""

import io
from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.principals import Principal
from kernel.storage import Storage
from services.training.domain.package import Package
from services.training.usecases.packaging import own_upload, piece_key
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PutPackagePiece:
    """Keep a piece, whichever way it comes again."""

    unit_of_work: UnitOfWork
    storage: Storage

    def __call__(self, caller: Principal, *, package_id: UUID, number: int, body: bytes) -> Package:
        """Return the upload as it stands.

        Raises:
            PackageNotFound: it is no upload of the caller's.
            UploadClosed: it takes no more pieces.
            PieceOutOfOrder: another piece is the next.
            Invalid: the piece has another length than it must have.
            StorageUnavailable: it cannot be kept now.
        """
        with self.unit_of_work() as tx:
            # Under the lock while it is kept: nobody clears the upload away between.
            upload = own_upload(tx.packages, caller, package_id)
            upload.takes(number)
            if len(body) != upload.piece_bytes(number):
                what = f"must have {upload.piece_bytes(number)} bytes"
                raise Invalid(Violation("body", what))
            self.storage.put(piece_key(package_id, number), io.BytesIO(body), len(body))
            received = upload.with_piece(number)
            if received is not upload:
                tx.packages.save(received)
        return received
