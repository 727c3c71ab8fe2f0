"""Do what the clock asks of grants of roles: activations, proposals, ends and their notices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from services.identity.domain.ending import warning_due
from services.identity.domain.role_grant import GrantState, RoleGrant
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.granting import keep_grant, record
from services.identity.usecases.ports import Stores, UnitOfWork

MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRoleGrants:
    """Run when something is due, each grant in a transaction of its own; several may run at once.

    Who is locked is looked at again: somebody may have acted meanwhile.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return for how many grants something was done."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            due = tx.role_grants.due(now, most=MOST)
        return sum(self._see_to(each, now) for each in due)

    def _see_to(self, grant_id: UUID, now: datetime) -> bool:
        with self.unit_of_work() as tx:
            there = tx.role_grants.find(grant_id)
            if there is None:  # its person was erased meanwhile
                return False
            person = tx.subscribers.get(there.subject, lock=True)
            grant = tx.role_grants.get(grant_id, lock=True)
            if grant.due_at is None or grant.due_at > now:
                return False
            if grant.state is GrantState.PROPOSED:
                self._done(tx, person, grant.lapsed(now), "lapse-role")
            elif grant.until is not None and now >= grant.until:
                self._done(tx, person, grant.ended(by=None, at=now), "role-over", "role-ended")
            elif grant.activation is not None and now >= grant.activation.until:
                self._done(tx, person, grant.deactivated(), "activation-over")
            else:
                self._warn(tx, person, grant, now)
            return True

    def _done(
        self, tx: Stores, person: Subscriber, after: RoleGrant, deed: str, mail: str = ""
    ) -> None:
        keep_grant(tx, self.ids, person, after)
        record(tx, ANONYMOUS, deed, after)
        if mail and person.standing is Standing.ACTIVE:
            announce(tx, self.ids, person.subject, mail)

    def _warn(self, tx: Stores, person: Subscriber, grant: RoleGrant, now: datetime) -> None:
        assert grant.until is not None
        days = warning_due(grant.until, grant.warned, now)
        assert days is not None
        tx.role_grants.save(grant.with_warning(days))
        if person.standing is Standing.ACTIVE:
            until = grant.until.isoformat()
            announce(tx, self.ids, person.subject, "role-ending", until=until)
