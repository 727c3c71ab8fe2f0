"""Withdraw consent to one thing by one channel."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.agreement import (
    AgreementEntry,
    AgreementWay,
    Kind,
    standing,
    withdrawing,
)
from services.identity.usecases.agreeing import enter
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """Enter into the ledger that somebody wants no more of it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, kind: Kind, *, way: AgreementWay
    ) -> Mapping[Kind, AgreementEntry]:
        """Return what stands now; doing it again changes nothing.

        Raises:
            SubscriberNotFound: the caller has no account here.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            ledger = tx.agreements.of(person.subject)
            now, new = self.clock.now(), self.ids.new()
            entry = withdrawing(ledger, kind, way=way, at=now, entry_id=new)
            return standing(enter(tx, caller, ledger, entry))
