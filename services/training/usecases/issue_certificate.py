"""Issue a certificate."""

from dataclasses import dataclass, field, replace
from random import Random, SystemRandom
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.certificate import Certificate, months_after, plain_name
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import completed_at
from services.training.domain.errors import CertificateHeld, CourseNotCompleted
from services.training.domain.events import CertificateIssued
from services.training.domain.issuer import Issuer
from services.training.domain.open_badge import badge
from services.training.domain.withdrawal import good_until
from services.training.usecases.ports import Credentials, UnitOfWork
from services.training.usecases.reading import learnings, own_enrolment
from services.training.usecases.settling import must_go_on, run_out


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate:
    """Issue what our own record of attempts shows that the learner earned."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    credentials: Credentials
    issuer: Issuer
    clock: Clock
    ids: Ids
    chance: Random = field(default_factory=SystemRandom)

    def __call__(
        self, caller: Principal, *, enrolment_id: UUID, name: str, key: RequestKey
    ) -> Certificate:
        """Return the certificate; the same key gives the same one.

        Raises:
            Invalid: the name is not plain text of 1 to 100 characters.
            EnrolmentNotFound: it is not one of the caller's.
            CourseNotCompleted: the attempts on record do not show every module passed.
            CourseWithdrawn: its version was withdrawn, and the end has come.
            CertificateHeld: it was issued under another key.
            IdempotencyKeyReused: the key came with another body.
        """
        shown = plain_name(name)
        # Credentials say whole seconds.
        now, certificate_id = self.clock.now().replace(microsecond=0), self.ids.new()
        with self.unit_of_work() as tx:
            enrolment = own_enrolment(tx.enrolments, caller, enrolment_id, lock=True)
            earlier = tx.idempotency.claim(caller.person, key, str(certificate_id))
            if earlier is not None:
                return tx.certificates.get(UUID(earlier))
            enrolment = run_out(tx, self.catalogue, enrolment, at=now, caller=caller)
            learning = learnings(tx, self.catalogue, [enrolment])[0]
            course = learning.course
            if learning.certificate is not None:
                raise CertificateHeld("The certificate of this enrolment was issued already.")
            if completed_at(learning.progress) is None:
                raise CourseNotCompleted("Not every module is passed.")
            withdrawal = must_go_on(tx, enrolment, now)
            unsigned = Certificate(
                certificate_id=certificate_id,
                version=1,
                enrolment_id=enrolment_id,
                subject=caller.person,
                recipient_id=self.ids.new(),
                name=shown,
                course_id=course.course_id,
                course_version=course.version,
                title=course.title,
                issued_at=now,
                valid_until=months_after(now, course.valid_months),
                place=tx.status_lists.take(self.chance),
            )
            unsigned = replace(unsigned, valid_until=good_until(unsigned, withdrawal))
            signed = self.credentials.sign(badge(unsigned, course, self.issuer))
            certificate = replace(unsigned, credential=signed)
            tx.certificates.add(certificate)
            tx.audit.record(caller, "training:issue", str(certificate_id))
            tx.outbox.add(
                CertificateIssued(certificate),
                Used(caller=caller, metric="training.certified", at=now, detail=course.title),
            )
        return certificate
