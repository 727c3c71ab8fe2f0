"""Derive every certificate once more from what is stated and kept of its attempts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from kernel.ports import Clock
from services.training.domain.certificate import Certificate
from services.training.domain.course import Catalogue
from services.training.domain.errors import CourseNotFound, EnrolmentNotFound
from services.training.domain.founded import Flaw, flaws
from services.training.domain.stated import stated_flaws
from services.training.usecases.ports import Stores, UnitOfWork

AT_ONCE: Final = 200


class AuditMeasures(Protocol):
    """Tells those who run the platform what an audit found."""

    def audited(self, *, founded: int, flawed: int, unstated: int) -> None:
        """Set how many certificates hold, how many do not, and how many nothing is stated of yet.

        The last hold as far as their attempts say.
        """
        ...

    def flaw(self, certificate_id: str, found: frozenset[Flaw]) -> None:
        """Say of one certificate what is wrong."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCertificates:
    """Run by the clock. It changes nothing: to revoke is a person's decision.

    Attempts are marked anew from the statements that were made of them, and from their own rows;
    both must bear the certificate out, and agree (docs/adr/0138).

    A certificate that is over or revoked is not looked at, and one whose holder was erased cannot
    be: its answers are gone.
    """

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock
    measures: AuditMeasures

    def __call__(self) -> int:
        """Return how many certificates are flawed."""
        founded = flawed = unstated = 0
        now = self.clock.now()
        with self.unit_of_work() as tx:
            standing = (
                each
                for each in tx.certificates.everything()
                if each.revoked_at is None and each.valid_until > now and each.name
            )
            for some in _portions(standing):
                for certificate, found, waits in self._judged(tx, some):
                    if found and _changed(tx, certificate):
                        continue  # its holder was erased, or it was revoked, while it was looked at
                    if found:
                        flawed += 1
                        self.measures.flaw(str(certificate.certificate_id), found)
                    elif waits:
                        unstated += 1
                    else:
                        founded += 1
        self.measures.audited(founded=founded, flawed=flawed, unstated=unstated)
        return flawed

    def _judged(
        self, tx: Stores, some: Sequence[Certificate]
    ) -> Iterator[tuple[Certificate, frozenset[Flaw], bool]]:
        """Yield each with its flaws, and whether something of it is not stated yet."""
        enrolment_ids = [each.enrolment_id for each in some]
        attempts = tx.attempts.of_enrolments(enrolment_ids)
        # In this order: what is told of between the two is read, and called waiting once more.
        untold = tx.course_record.untold(enrolment_ids)
        told = tx.course_record.told(enrolment_ids)
        for each in some:
            mine = [one for one in attempts if one.enrolment_id == each.enrolment_id]
            try:
                enrolment = tx.enrolments.get(each.enrolment_id)
            except EnrolmentNotFound:
                enrolment = None
            try:
                course = self.catalogue.version(each.course_id, each.course_version)
            except CourseNotFound:
                yield each, frozenset({Flaw.OTHER_COURSE}), False
                continue
            withdrawal = tx.withdrawals.of(each.course_id, each.course_version)
            found = flaws(each, course, enrolment, mine, withdrawal)
            waiting = untold & {one.attempt_id for one in mine}
            if enrolment is not None:
                found |= stated_flaws(each, course, mine, told[each.enrolment_id], waiting)
            yield each, found, bool(waiting)


def _changed(tx: Stores, certificate: Certificate) -> bool:
    """Tell whether it is not as it was read: reads of an audit are not of one moment."""
    return tx.certificates.get(certificate.certificate_id).version != certificate.version


def _portions(certificates: Iterator[Certificate]) -> Iterator[list[Certificate]]:
    while some := list(islice(certificates, AT_ONCE)):
        yield some
