"""Read one's own certificate."""

from dataclasses import dataclass, replace
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.certificate import Certificate
from services.training.domain.errors import CertificateNotFound
from services.training.domain.withdrawal import good_until
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCertificate:
    """Return the caller's own certificate with its credential."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, certificate_id: UUID) -> Certificate:
        """Return the certificate, good no longer than its version.

        Raises:
            CertificateNotFound: there is none, or it is somebody else's; the two look the same.
        """
        with self.unit_of_work() as tx:
            certificate = tx.certificates.get(certificate_id)
            withdrawal = tx.withdrawals.of(certificate.course_id, certificate.course_version)
        if certificate.subject != caller.person:
            raise CertificateNotFound("There is no such certificate.")
        return replace(certificate, valid_until=good_until(certificate, withdrawal))
