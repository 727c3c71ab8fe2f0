"""Tell people that their account closes because nobody uses it, and close it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from services.identity.domain.dormancy import NOTICE, Sighting
from services.identity.domain.events import PrincipalChanged, RecipientChanged, SeatChanged
from services.identity.domain.privacy_request import PrivacyRequest
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.subscription import Subscription
from services.identity.usecases.account_alerts import contact_of, of_account
from services.identity.usecases.announcing import announce
from services.identity.usecases.belonging import leave
from services.identity.usecases.end_tier_terms import Deed
from services.identity.usecases.holding import hold
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.sighting_ports import DormancyMeasures
from services.identity.usecases.telling_people import further_of
from services.identity.usecases.waiting_ports import Mail, Task, TaskKind

MOST: Final = 100
"""How many are read at once; all that is due is seen to in one round."""

REQUESTS_READ: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DormancyDeed:
    """What is done about one account.

    `alerts` says whether its address goes on getting alerts, `left_alone` how many addresses of it
    do. It waits while a request of its person about their data is open, or a copy can be fetched.
    """

    subject: str
    deed: Deed
    until: datetime
    days: int | None = None
    alerts: bool = False
    left_alone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDormant:
    """Run by the clock, each person in a transaction of their own; several may run at once.

    What an account leaves behind is what erasure leaves, but for its confirmed addresses: those to
    which alerts were sent go on as ones that anybody may have without an account, with the regions
    of the account, and get what is public. What other services hold goes by an erasure, which is
    queued here and asks each of them (`AnswerPrivacyRequests`); it does not reach those addresses,
    which are nobody's by then. Whatever goes wrong with one person is counted, and nobody waits
    behind them. `dry` says what would be done, and does nothing.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    measures: DormancyMeasures
    clock: Clock
    ids: Ids
    dry: bool = False
    most: int = MOST

    def __call__(self) -> Sequence[DormancyDeed]:
        """Return what was done, the longest away first."""
        now = self.clock.now()
        done = [self._attempt(each.subject, now) for each in self._due(now)]
        return [each for each in done if each is not None]

    def _due(self, now: datetime) -> Iterator[Sighting]:
        """Read a page at a time, so that those who wait hold up nobody behind them."""
        last: Sighting | None = None
        while True:
            with self.unit_of_work() as tx:
                page = tx.sightings.due(now, after=last, most=self.most)
            yield from page
            if len(page) < self.most:
                return
            last = page[-1]

    def _attempt(self, subject: str, now: datetime) -> DormancyDeed | None:
        try:
            return self._see_to(subject, now)
        except Exception as error:  # noqa: BLE001 - whatever it was, others wait behind it
            self.measures.failed(error)
            return None

    def _see_to(self, subject: str, now: datetime) -> DormancyDeed | None:
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(subject) if self.dry else hold(tx, subject)
            seen = tx.sightings.find(subject)  # as it is now: they may have come back
            if seen is None or person.standing is not Standing.ACTIVE:
                return None
            if seen.over(now):
                asked = tx.privacy_requests.of_subject(subject, most=REQUESTS_READ)
                if any(each.needs_account(now) for each in asked):
                    return DormancyDeed(subject=subject, deed=Deed.WAIT, until=seen.until)
                return self._close(tx, person, seen, now)
            days = seen.warning_due(now)
            return None if days is None else self._warn(tx, seen, days, now)

    def _warn(self, tx: Stores, seen: Sighting, days: int, now: datetime) -> DormancyDeed:
        until = seen.promised(days, now)
        if not self.dry:
            tx.sightings.warned(seen, days)
            said = {"whose": seen.subject, "day": seen.day.isoformat(), "days": str(days)}
            announce(tx, self.ids, seen.subject, NOTICE, until=until.isoformat(), **said)
        return DormancyDeed(subject=seen.subject, deed=Deed.WARN, until=until, days=days)

    def _close(self, tx: Stores, person: Subscriber, seen: Sighting, now: datetime) -> DormancyDeed:
        there = of_account(tx, self.pseudonyms, person)
        goes_on = there is not None and there.active
        addresses = [
            each
            for each in ([there] if there is not None else []) + [*further_of(tx, person)]
            if each.serves(person.subject)
        ]
        deed = DormancyDeed(
            subject=person.subject,
            deed=Deed.END,
            until=seen.until,
            alerts=goes_on,
            left_alone=len(addresses),
        )
        if self.dry:
            return deed
        _leave_alone(tx, addresses, person)
        self._let_go(tx, person, now, pseudonym := tx.audit.name_of(person.subject))
        tx.audit.record(ANONYMOUS, "identity:close-dormant", pseudonym, alerts=len(addresses))
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
        for seat in tx.seats.of(person.subject):
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
        tx.privacy_requests.add(PrivacyRequest.of_closing(self.ids.new(), person.subject, now))


def _leave_alone(tx: Stores, addresses: Sequence[Subscription], person: Subscriber) -> None:
    """Let what is public about a person's regions go on to their addresses, which are nobody's."""
    for each in addresses:
        alone = each.left_alone(person.profile.regions)
        tx.subscriptions.save(alone)
        tx.outbox.add(RecipientChanged(alone))
