"""Fetch what is held about oneself."""

import hashlib
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.export_archive import archive
from services.identity.domain.privacy_errors import ExportTooLarge, PrivacyRequestNotFound
from services.identity.usecases.ports import UnitOfWork

LARGEST: Final = 3_500_000
"""Bytes of an archive in one answer: a little less than a message may have."""

LARGEST_PIECE: Final = 3_000_000
LARGEST_OF_ALL: Final = 64_000_000
"""Bytes of an archive in pieces: what is larger an officer hands over on a medium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some of an archive, and the size and SHA-256 of the whole."""

    content: bytes
    total: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadExport:
    """Hand the archive to its person alone, whole or in pieces; each time it begins is on record.

    It is packed anew for each piece, and is the same each time, byte for byte.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, request_id: UUID, offset: int = 0, most: int = 0
    ) -> Piece:
        """Return the ZIP from a byte on, at most so many bytes of it; 0 is all.

        Raises:
            Invalid: it ends before that byte.
            PrivacyRequestNotFound: there is none, or it is somebody else's.
            ExportNotReady: it is not put together yet, or was deleted.
            ExportTooLarge: it is larger than may be, in one answer or at all.
        """
        with self.unit_of_work() as tx:
            request = tx.privacy_requests.get(request_id)
            if request.subject != caller.person:
                raise PrivacyRequestNotFound("There is no such request.")
            request.see_fetchable(self.clock.now())
            packed = archive(
                request_id,
                tx.privacy_receipts.parts(request_id),
                put_together_at=request.closed_at or request.created_at,
            )
            if len(packed) > (LARGEST_OF_ALL if most else LARGEST):
                raise ExportTooLarge("It is too large to fetch. The officer hands it over.")
            if offset >= len(packed):
                raise Invalid(Violation("offset", "must be before the end"))
            if offset == 0:
                tx.audit.record(caller, "identity:download-export", str(request_id))
            end = offset + min(most, LARGEST_PIECE) if most else len(packed)
            digest = hashlib.sha256(packed).digest()
            return Piece(content=packed[offset:end], total=len(packed), digest=digest)
