"""Check a certificate."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.certificate import Certificate
from services.training.domain.errors import CertificateNotFound
from services.training.domain.issuer import Issuer
from services.training.domain.verification import Opened, Verification, read, verify
from services.training.usecases.ports import Credentials, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCertificate:
    """Tell anyone whether a certificate is good, and what is wrong if it is not."""

    unit_of_work: UnitOfWork
    credentials: Credentials
    issuer: Issuer
    clock: Clock

    def __call__(self, *, shown: UUID | str) -> Verification:
        """Return what was found, given a certificate's id or the credential itself.

        Raises:
            CertificateNotFound: the id is not known.
        """
        if isinstance(shown, UUID):
            with self.unit_of_work() as tx:
                record = tx.certificates.get(shown)
            return self._verified(self.credentials.open(record.credential), record)
        opened = self.credentials.open(shown)
        return self._verified(opened, self._record(opened))

    def _record(self, opened: Opened) -> Certificate | None:
        claimed, _ = read(opened)
        if claimed is None or not opened.signature_good:
            return None
        try:
            with self.unit_of_work() as tx:
                return tx.certificates.get(claimed.certificate_id)
        except CertificateNotFound:
            return None

    def _verified(self, opened: Opened, record: Certificate | None) -> Verification:
        return verify(opened, self.issuer, record, self.clock.now())
