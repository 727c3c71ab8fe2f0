"""Carry changes to Keycloak, however often it takes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from services.identity.domain.account_at_keycloak import NEVER_OURS, Finding, Touch, found
from services.identity.domain.errors import AccountsRefused, AccountsUnavailable
from services.identity.usecases.keycloak_ports import Alarms
from services.identity.usecases.partner_ports import PartnerClients
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.provider_ports import Brokering
from services.identity.usecases.server_ports import Accounts
from services.identity.usecases.settling import record, settle
from services.identity.usecases.waiting_ports import HOPELESS, Task, TaskKind

PAUSE: Final = timedelta(seconds=2)
LONGEST: Final = timedelta(minutes=10)
"""After a refusal that will be the same until somebody does something about it."""
_DOUBLINGS: Final = 10
SHORTER: Final = timedelta(seconds=15)
"""After a fault of Keycloak's own, such as a mail server that is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryToKeycloak:
    """Do the tasks that are due, each in a transaction of its own.

    One that Keycloak does not take waits longer each time, and holds up no other; of one that it
    refuses again and again somebody is told.

    What is carried is the state as it is now, so the order of tasks says nothing. What it would
    write over is lost to the watch: where somebody else shut an account, changed its address or
    claims newer rights in it, it is dealt with here as it is there (docs/adr/0091).
    """

    unit_of_work: UnitOfWork
    accounts: Accounts
    partners: PartnerClients
    brokering: Brokering
    alarms: Alarms
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many tasks were done; ends when Keycloak does not answer."""
        done = 0
        while (was_done := self._one()) is not None:
            done += was_done
        return done

    def _one(self) -> bool | None:
        """Tell whether a task was done; None when none is due, or no other could be done."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            task = tx.tasks.claim(now)
            if task is None:
                return None
            try:
                self._do(task, tx)
            except AccountsRefused as refused:
                if refused.lasting and task.tries + 1 >= HOPELESS:
                    self.alarms.met(Finding.REFUSED, f"{task.kind.name} {refused}")
                tx.tasks.later(task, now + _pause(task, refused), str(refused))
                return False
            except AccountsUnavailable as away:
                tx.tasks.later(task, now + PAUSE, str(away))
                return None
            tx.tasks.done(task)
            return True

    def _do(self, task: Task, tx: Stores) -> None:
        match task.kind:
            case TaskKind.SYNC | TaskKind.RESTORE:
                self._sync(tx, task)
            case TaskKind.INVITE:
                self.accounts.invite(task.subject)
            case TaskKind.DELETE:
                self.accounts.delete(task.subject)
            case TaskKind.PARTNER:
                site = tx.partner_sites.get(UUID(task.subject), lock=True)
                self.partners.put(site)
                tx.partner_sites.carried(site)
            case TaskKind.PROVIDER:
                provider = tx.providers.get(UUID(task.subject), lock=True)
                self.brokering.put(provider)
                tx.providers.carried(provider)

    def _sync(self, tx: Stores, task: Task) -> None:
        subject = task.subject
        restores = task.kind is TaskKind.RESTORE or tx.tasks.restores(subject)
        never = NEVER_OURS - ({Finding.SHUT} if restores else frozenset())
        person = tx.subscribers.get(subject)
        if found(person, self.accounts.look(subject)) & never:
            # Locked, so that nobody carries a newer state of ours there meanwhile.
            person = tx.subscribers.get(subject, lock=True)
            account = self.accounts.look(subject)
            met = found(person, account) & never
            if met:
                now = self.clock.now()
                person = settle(tx, self.ids, person, account, met, at=now, carried=True)
                record(tx, subject, Touch.ACCOUNT.value, met)
            for finding in sorted(met, key=lambda each: each.value):
                self.alarms.met(finding, task.kind.name)
        self.accounts.sync(person, came_by=tx.providers.came_by(subject))


def _pause(task: Task, refused: AccountsRefused) -> timedelta:
    longest = LONGEST if refused.lasting else SHORTER
    doubled: int = 2 ** min(task.tries, _DOUBLINGS)
    return min(longest, PAUSE * doubled)
