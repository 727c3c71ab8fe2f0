"""Tell people that their account closes because nobody uses it, and close it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from services.identity.domain.dormancy import Sighting
from services.identity.domain.events import PrincipalChanged, RecipientChanged, SeatChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.account_alerts import contact_of, of_account
from services.identity.usecases.announcing import announce
from services.identity.usecases.belonging import leave
from services.identity.usecases.end_tier_terms import Deed
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.waiting_ports import Mail, Task, TaskKind

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DormancyDeed:
    """What is done about one account. `alerts` says whether its address goes on getting alerts."""

    subject: str
    deed: Deed
    until: datetime
    days: int | None = None
    alerts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDormant:
    """Run by the clock, each person in a transaction of their own; several may run at once.

    What an account leaves behind is what erasure leaves, but for its confirmed address: if alerts
    were sent there, it goes on as one that anybody may have without an account, with the regions
    of the account, and gets what is public. `dry` says what would be done, and does nothing.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids
    dry: bool = False
    most: int = MOST

    def __call__(self) -> Sequence[DormancyDeed]:
        """Return what was done, the longest away first."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            due = tx.sightings.due(now, most=self.most)
        done = [self._see_to(each.subject, now) for each in due]
        return [each for each in done if each is not None]

    def _see_to(self, subject: str, now: datetime) -> DormancyDeed | None:
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(subject, lock=not self.dry)
            seen = tx.sightings.find(subject)  # as it is now: they may have come back
            if seen is None or person.standing is not Standing.ACTIVE:
                return None
            if seen.over(now):
                return self._close(tx, person, seen, now)
            days = seen.warning_due(now)
            return None if days is None else self._warn(tx, seen, days)

    def _warn(self, tx: Stores, seen: Sighting, days: int) -> DormancyDeed:
        if not self.dry:
            tx.sightings.warned(seen, days)
            announce(tx, self.ids, seen.subject, "account-dormant", until=seen.until.isoformat())
        return DormancyDeed(subject=seen.subject, deed=Deed.WARN, until=seen.until, days=days)

    def _close(self, tx: Stores, person: Subscriber, seen: Sighting, now: datetime) -> DormancyDeed:
        there = of_account(tx, self.pseudonyms, person)
        goes_on = there is not None and there.active
        deed = DormancyDeed(subject=person.subject, deed=Deed.END, until=seen.until, alerts=goes_on)
        if self.dry:
            return deed
        if there is not None and there.serves(person.subject):
            alone = there.left_alone(person.profile.regions)
            tx.subscriptions.save(alone)
            tx.outbox.add(RecipientChanged(alone))
        self._let_go(tx, person, now, pseudonym := tx.audit.name_of(person.subject))
        tx.audit.record(ANONYMOUS, "identity:close-dormant", pseudonym, alerts=goes_on)
        tx.mails.add(
            Mail(
                mail_id=self.ids.new(),
                to=contact_of(person).address,
                language=person.profile.language,
                template="account-closed-alerts" if goes_on else "account-closed",
                variables={},
            )
        )
        return deed

    def _let_go(self, tx: Stores, person: Subscriber, now: datetime, pseudonym: str) -> None:
        """Close the account as erasure does, but for what is kept under the address alone."""
        leave(tx, person, at=now)
        for seat in tx.seats.of(person.subject, lock=True):
            tx.seats.save(left := seat.without(person.subject))
            tx.outbox.add(SeatChanged(left))
        case = tx.verifications.newest_of(person.subject, lock=True)
        if case is not None and case.waiting:
            tx.verifications.save(case.withdrawn(now))
        erased = person.erased(unused=self.ids.new().hex, at=now)
        addressless = replace(person, profile=replace(person.profile, email=erased.profile.email))
        tx.personal_data.erase(addressless, pseudonym)
        tx.subscribers.save(erased)
        tx.tasks.add(Task(task_id=self.ids.new(), subject=person.subject, kind=TaskKind.DELETE))
        tx.outbox.add(PrincipalChanged(erased))
