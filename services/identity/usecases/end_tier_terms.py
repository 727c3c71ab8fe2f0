"""Tell people that their tier ends, and take it when it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.group import Group
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.tier_term import FALLS_TO, TierTerm
from services.identity.usecases.announcing import announce
from services.identity.usecases.granting import end_unfit
from services.identity.usecases.grouping import leave_groups
from services.identity.usecases.holding import hold
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.seating import keep
from services.identity.usecases.waiting_ports import Task, TaskKind

MOST: Final = 100
"""How many are looked at in one round."""


class Deed(Enum):
    """What is done, or would be."""

    WARN = "WARN"
    END = "END"
    WAIT = "WAIT"  # something of the person's must come to its end first


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDeed:
    """What is done about one person's tier. `seats` are those that they leave."""

    subject: str
    deed: Deed
    until: datetime
    days: int | None = None
    seats: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTierTerms:
    """Run by the clock, each person in a transaction of their own; several may run at once.

    `dry` says what would be done, and does nothing.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    dry: bool = False
    most: int = MOST

    def __call__(self) -> Sequence[TermDeed]:
        """Return what was done, soonest end first."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            due = tx.tier_terms.due(now, most=self.most)
        done = [self._see_to(each.subject, now) for each in due]
        return [each for each in done if each is not None]

    def _see_to(self, subject: str, now: datetime) -> TermDeed | None:
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(subject) if self.dry else hold(tx, subject)
            groups = [] if self.dry else tx.groups.held_of(subject)
            term = tx.tier_terms.find(subject)  # as it is now: somebody may have renewed it
            if term is None:
                return None
            if term.over(now):
                return self._end(tx, person, term, groups)
            days = term.warning_due(now)
            return None if days is None else self._warn(tx, person, term, days)

    def _warn(self, tx: Stores, person: Subscriber, term: TierTerm, days: int) -> TermDeed:
        if not self.dry:
            tx.tier_terms.save(term.with_warning(days))
            if person.standing is Standing.ACTIVE:
                until = term.until.isoformat()
                announce(tx, self.ids, person.subject, "tier-ending", until=until)
        return TermDeed(subject=person.subject, deed=Deed.WARN, until=term.until, days=days)

    def _end(
        self, tx: Stores, person: Subscriber, term: TierTerm, groups: Sequence[Group]
    ) -> TermDeed:
        seats = tx.seats.of(person.subject)
        deed = TermDeed(subject=person.subject, deed=Deed.END, until=term.until, seats=len(seats))
        if self.dry:
            return deed
        tx.tier_terms.remove(person.subject)
        if person.tier <= FALLS_TO:
            return deed
        for each in seats:  # only somebody who is verified may sit there
            keep(tx, self.ids, each, each.without(person.subject))
        leave_groups(tx, self.ids, person.subject, groups)
        held = end_unfit(tx, self.ids, person.subject, FALLS_TO, at=self.clock.now())
        lowered = held.lowered_to(FALLS_TO)
        tx.subscribers.save(lowered)
        tx.tasks.add(Task(task_id=self.ids.new(), subject=person.subject, kind=TaskKind.SYNC))
        tx.outbox.add(PrincipalChanged(lowered))
        tx.audit.record(
            ANONYMOUS,
            "identity:end-tier",
            tx.audit.name_of(person.subject),
            tier=person.tier.name,
            seats=len(seats),
        )
        if person.standing is Standing.ACTIVE:
            announce(tx, self.ids, person.subject, "tier-ended")
        return deed
