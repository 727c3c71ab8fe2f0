"""Carry changes to Keycloak, however often it takes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.identity.domain.account_at_keycloak import Finding, overtaking
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.keycloak_ports import Alarms
from services.identity.usecases.partner_ports import PartnerClients
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.provider_ports import Brokering
from services.identity.usecases.server_ports import Accounts
from services.identity.usecases.waiting_ports import Task, TaskKind

PAUSE: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryToKeycloak:
    """Do the tasks that are due, each in a transaction of its own.

    What is carried is the state as it is now, so the order of tasks says nothing. What it would
    write over is lost to the watch: where an account claims newer rights than the record's, it is
    dealt with here as it is there (docs/adr/0091).
    """

    unit_of_work: UnitOfWork
    accounts: Accounts
    partners: PartnerClients
    brokering: Brokering
    alarms: Alarms
    clock: Clock

    def __call__(self) -> int:
        """Return how many tasks were done; ends at the first that Keycloak does not take."""
        done = 0
        while self._one():
            done += 1
        return done

    def _one(self) -> bool:
        with self.unit_of_work() as tx:
            now = self.clock.now()
            task = tx.tasks.claim(now)
            if task is None:
                return False
            try:
                self._do(task, tx)
            except AccountsUnavailable as away:
                tx.tasks.later(task, now + PAUSE, str(away))
                return False
            tx.tasks.done(task)
            return True

    def _do(self, task: Task, tx: Stores) -> None:
        match task.kind:
            case TaskKind.SYNC:
                self._sync(tx, task.subject)
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

    def _sync(self, tx: Stores, subject: str) -> None:
        if self.accounts.sync(tx.subscribers.get(subject)) is None:
            return
        # Locked, so that nobody carries a newer state of ours there meanwhile.
        person = tx.subscribers.get(subject, lock=True)
        claimed = self.accounts.sync(person)
        if claimed is None:
            return
        above = overtaking(person, claimed, at=self.clock.now())
        tx.subscribers.save(above, over=person.rights_version)
        tx.outbox.add(PrincipalChanged(above))
        tx.audit.record(
            ANONYMOUS,
            "identity:heed-keycloak",
            tx.audit.name_of(subject),
            findings=[Finding.CLAIMED.value],
        )
        self.alarms.met(Finding.CLAIMED, "SYNC")
        if self.accounts.sync(above) is not None:
            raise AccountsUnavailable("Keycloak's account claims newer rights again.")
