"""Break every link between training and a person."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.training.domain.course import Catalogue
from services.training.domain.open_badge import without_name
from services.training.usecases.cancel_booking import forget_bookings
from services.training.usecases.ports import Credentials
from services.training.usecases.records_ports import RecordStores, RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseSubject:
    """Forget a learner (UK GDPR article 17).

    Enrolments and attempts go, all that units of packages said and kept, and what employers asked
    and recorded. A certificate stays under a pseudonym: its place in the status list too, so that
    what others were shown can still be checked; but what is kept and shown of it is signed anew and
    names nobody. What they brought in or published stands under the pseudonym too. Bookings of led
    sessions go, and who waits moves up.
    """

    unit_of_work: RecordsUnitOfWork
    credentials: Credentials
    catalogue: Catalogue
    clock: Clock

    def __call__(self, *, subject: str) -> int:
        """Return the number of rows that changed; doing it again changes none."""
        with self.unit_of_work() as tx:
            pseudonym, changed = tx.audit.forget(subject)
            changed += forget_bookings(tx, self.catalogue, subject, at=self.clock.now())
            changed += tx.led_sessions.rename_trainer(subject, pseudonym)
            changed += tx.reminders.forget(subject)
            changed += tx.launches.forget(subject)
            # Who is being certified holds the enrolment: what they get is there after this.
            changed += tx.enrolments.forget(subject)
            changed += self._nameless(tx, subject, pseudonym)
            changed += tx.packages.rename(subject, pseudonym)
            changed += tx.extra_times.forget(subject)
            changed += tx.staff.part(subject, keeping=None)
            changed += tx.plumbing.erase(subject)
            if changed:
                tx.audit.record(ANONYMOUS, "training:erase", pseudonym, rows=changed)
        return changed

    def _nameless(self, tx: RecordStores, subject: str, pseudonym: str) -> int:
        """Take a person off their certificates, also one that was issued anew meanwhile."""
        count = 0
        while certificates := tx.certificates.of_subject(subject, lock=True):
            for each in certificates:
                payload = self.credentials.open(each.credential).payload
                assert payload is not None  # it is one that we signed
                nameless = self.credentials.sign(without_name(payload))
                tx.certificates.save(each.naming_nobody(pseudonym=pseudonym, credential=nameless))
            count += len(certificates)
        return count
