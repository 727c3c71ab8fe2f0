"""Fetch what is held about oneself."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.export_archive import archive
from services.identity.domain.privacy_errors import ExportTooLarge, PrivacyRequestNotFound
from services.identity.usecases.ports import UnitOfWork

LARGEST: Final = 3_500_000
"""Bytes of an archive in one answer: a little less than a message may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadExport:
    """Hand the archive to its person alone; each time is on record."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, request_id: UUID) -> bytes:
        """Return the ZIP.

        Raises:
            PrivacyRequestNotFound: there is none, or it is somebody else's.
            ExportNotReady: it is not put together yet, or was deleted.
            ExportTooLarge: it is larger than one answer may be.
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
            if len(packed) > LARGEST:
                raise ExportTooLarge("It is too large for one answer. The officer hands it over.")
            tx.audit.record(caller, "identity:download-export", str(request_id))
            return packed
