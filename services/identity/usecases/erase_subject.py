"""Break every link between identity and a person."""

from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import ANONYMOUS
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import ConsentChanged, PrincipalChanged, SeatChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.account_alerts import of_account
from services.identity.usecases.belonging import leave
from services.identity.usecases.holding import hold
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.stopping import forget, stop
from services.identity.usecases.telling_people import further_of
from services.identity.usecases.waiting_ports import Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseSubject:
    """Close the account, remove what tells who it was, delete it from Keycloak.

    UK GDPR article 17. What was decided stays on record under a pseudonym. Who asks for this asks
    for the end of alerts to the same address too. An organisation to which nobody else belongs
    goes along, with its premises: their name and address may tell who it was.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self, *, subject: str) -> int:
        """Return the number of rows that changed.

        Asked again, what was written meanwhile goes as well: by a call that was under way, or an
        event that was late. If nothing was, nothing changes.

        Raises:
            StaleVersion: the person moved meanwhile: ask again.
        """
        with self.unit_of_work() as tx:
            try:
                person = hold(tx, subject)
            except SubscriberNotFound:
                return tx.audit.forget(subject)[1]
            pseudonym, rows = tx.audit.forget(subject)
            erased = person.erased(unused=self.ids.new().hex, at=self.clock.now())
            rows += self._unsubscribe(tx, person)
            rows += leave(tx, person, at=self.clock.now())
            rows += _leave_seats(tx, subject)
            rows += _end_case(tx, subject, self.clock.now())
            _end_consent(tx, subject)
            rows += tx.personal_data.erase(person, pseudonym)
            if erased is not person:
                rows += 1
                tx.subscribers.save(erased)
                tx.tasks.add(Task(task_id=self.ids.new(), subject=subject, kind=TaskKind.DELETE))
                tx.outbox.add(PrincipalChanged(erased))
            if rows:
                tx.audit.record(ANONYMOUS, "identity:erase", pseudonym, rows=rows)
        return rows

    def _unsubscribe(self, tx: Stores, person: Subscriber) -> int:
        own, at = of_account(tx, self.pseudonyms, person), self.clock.now()
        gone = 0
        for there in [own, *further_of(tx, person)]:
            if there is not None:
                stopped = stop(tx, self.ids, ANONYMOUS, there, at=at, last_word=False)
                gone += int(forget(tx, stopped))
        return gone


def _leave_seats(tx: Stores, subject: str) -> int:
    """Let the seats be vacant; return how many there were."""
    left = [each.without(subject) for each in tx.seats.of(subject)]
    for each in left:
        tx.seats.save(each)
        tx.outbox.add(SeatChanged(each))
    return len(left)


def _end_consent(tx: Stores, subject: str) -> None:
    """Let who sends know that nothing may be sent any more; the lines go with the other rows."""
    ledger = tx.agreements.of(subject)
    if ledger:
        tx.outbox.add(ConsentChanged(subject, (), ledger[-1].number + 1))


def _end_case(tx: Stores, subject: str, at: datetime) -> int:
    """Let officers work on the person's case no more; return how many there were."""
    case = tx.verifications.newest_of(subject, lock=True)
    if case is None or not case.waiting:
        return 0
    tx.verifications.save(case.withdrawn(at))
    return 1
