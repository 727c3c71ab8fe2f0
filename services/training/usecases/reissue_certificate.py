"""Issue a certificate anew with a corrected name."""

from dataclasses import dataclass, field, replace
from random import Random, SystemRandom
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.certificate import Certificate, plain_name
from services.training.domain.course import Catalogue
from services.training.domain.errors import (
    CertificateExpired,
    CertificateNotFound,
    CertificateReissued,
)
from services.training.domain.events import CertificateIssued, CertificateRevoked
from services.training.domain.issuer import Issuer
from services.training.domain.open_badge import badge
from services.training.domain.withdrawal import good_until
from services.training.usecases.ports import Credentials, UnitOfWork

WHY: Final = "Issued anew with a corrected name."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReissueCertificate:
    """Revoke one's own certificate and issue another with another name, once.

    It is good no longer than the first was: nothing was passed anew.
    """

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    credentials: Credentials
    issuer: Issuer
    clock: Clock
    ids: Ids
    chance: Random = field(default_factory=SystemRandom)

    def __call__(
        self, caller: Principal, *, certificate_id: UUID, name: str, key: RequestKey
    ) -> Certificate:
        """Return the new certificate; the same key gives the same one.

        Raises:
            Invalid: the name is not plain text of 1 to 100 characters, or is the one it has.
            CertificateNotFound: it is not one of the caller's.
            CertificateEnded: it was revoked.
            CertificateReissued: it is the one that was issued anew.
            CertificateExpired: it is over, by its own last day or its version's.
            IdempotencyKeyReused: the key came with another body.
        """
        shown = plain_name(name)
        now, new_id = self.clock.now().replace(microsecond=0), self.ids.new()
        with self.unit_of_work() as tx:
            old = tx.certificates.get(certificate_id, lock=True)
            if old.subject != caller.person:
                raise CertificateNotFound("There is no such certificate.")
            earlier = tx.idempotency.claim(caller.person, key, str(new_id))
            if earlier is not None:
                return tx.certificates.get(UUID(earlier))
            if old.replaces is not None:
                raise CertificateReissued("A certificate is issued anew only once.")
            if shown == old.name:
                raise Invalid(Violation("name", "is the one that the certificate has"))
            revoked = old.revoke(why=WHY, at=now)
            course = self.catalogue.version(old.course_id, old.course_version)
            withdrawal = tx.withdrawals.of(old.course_id, old.course_version)
            if now >= good_until(old, withdrawal):
                raise CertificateExpired("The certificate is over, and is not issued anew.")
            unsigned = replace(
                old,
                certificate_id=new_id,
                version=1,
                recipient_id=self.ids.new(),
                name=shown,
                issued_at=now,
                valid_until=good_until(old, withdrawal),
                place=tx.status_lists.take(self.chance),
                replaces=old.certificate_id,
            )
            signed = self.credentials.sign(badge(unsigned, course, self.issuer))
            anew = replace(unsigned, credential=signed)
            tx.certificates.save(revoked)
            tx.status_lists.revoke(revoked.place)
            tx.certificates.add(anew)
            tx.audit.record(caller, "training:reissue", str(certificate_id))
            used = Used(caller=caller, metric="training.reissued", at=now, detail=course.title)
            tx.outbox.add(CertificateRevoked(revoked), CertificateIssued(anew), used)
        return anew
