"""Check a certificate."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.certificate import Certificate
from services.training.domain.errors import CertificateNotFound
from services.training.domain.issuer import Issuer
from services.training.domain.verification import Verification, read, verify
from services.training.domain.withdrawal import Withdrawal
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
            record, withdrawal = self._kept(shown)
            opened = self.credentials.open(record.credential)
            return verify(opened, self.issuer, record, self.clock.now(), withdrawal)
        opened = self.credentials.open(shown)
        claimed, _ = read(opened)
        found: tuple[Certificate | None, Withdrawal | None] = (None, None)
        if claimed is not None and opened.signature_good:
            with suppress(CertificateNotFound):
                found = self._kept(claimed.certificate_id)
        return verify(opened, self.issuer, found[0], self.clock.now(), found[1])

    def _kept(self, certificate_id: UUID) -> tuple[Certificate, Withdrawal | None]:
        with self.unit_of_work() as tx:
            record = tx.certificates.get(certificate_id)
            return record, tx.withdrawals.of(record.course_id, record.course_version)
