"""Revoke a certificate."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.certificate import Certificate
from services.training.domain.events import CertificateRevoked
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeCertificate:
    """End a certificate for good; its bit in the status list is set from now on."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, certificate_id: UUID, why: str) -> Certificate:
        """Return the certificate as it stands.

        Raises:
            CertificateNotFound: there is none.
            CertificateEnded: it was revoked before.
        """
        with self.unit_of_work() as tx:
            certificate = tx.certificates.get(certificate_id, lock=True)
            revoked = certificate.revoke(why=why, at=self.clock.now())
            tx.certificates.save(revoked)
            tx.status_lists.revoke(revoked.place)
            tx.audit.record(caller, "training:revoke", str(certificate_id), why=why)
            tx.outbox.add(CertificateRevoked(revoked))
        return revoked
