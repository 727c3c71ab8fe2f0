"""Do what the clock asks of closed groups: notices, ends, and invitations that are over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from services.identity.domain.ending import warning_due
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.group import Group
from services.identity.domain.group_errors import GroupNotFound
from services.identity.usecases.announcing import announce
from services.identity.usecases.grouping import let_all_out
from services.identity.usecases.ports import Stores, UnitOfWork

MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RunGroups:
    """Run when something is due, each group in a transaction of its own; several may run at once.

    Owner and sponsor are told 30 and 7 days before the end, each once; members when it is over.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return for how many groups something was done."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            tx.groups.forget_invitations(now)
            due = tx.groups.due(now, most=MOST)
        return sum(self._see_to(each, now) for each in due)

    def _see_to(self, group_id: UUID, now: datetime) -> bool:
        with self.unit_of_work() as tx:
            try:
                group = tx.groups.get(group_id, lock=True)
            except GroupNotFound:
                return False
            if group.due_at is None or group.due_at > now:
                return False
            if now >= group.until:
                self._end(tx, group, now)
            else:
                self._warn(tx, group, now)
            return True

    def _end(self, tx: Stores, group: Group, now: datetime) -> None:
        people = [each.subject for each in tx.groups.members(group.group_id)]
        size = let_all_out(tx, self.ids, group.ended(now))
        tx.audit.record(ANONYMOUS, "identity:group-over", str(group.group_id), members=size)
        for each in people:
            self._tell(tx, each, "group-ended", group)

    def _warn(self, tx: Stores, group: Group, now: datetime) -> None:
        days = warning_due(group.until, group.warned, now)
        assert days is not None
        tx.groups.save(group.with_warning(days))
        for each in sorted({group.owner or group.sponsor, group.sponsor}):
            self._tell(tx, each, "group-ending", group)

    def _tell(self, tx: Stores, subject: str, template: str, group: Group) -> None:
        try:
            in_use = tx.subscribers.get(subject).standing is Standing.ACTIVE
        except SubscriberNotFound:
            return
        if in_use:
            until = group.until.isoformat()
            announce(tx, self.ids, subject, template, until=until, group=group.name)
