"""Withdraw consent by the link in a message, without signing in."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.identity.domain.agreement import (
    AgreementWay,
    ConsentLinkNotFound,
    Kind,
    withdrawing,
)
from services.identity.usecases.agreeing import enter
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StopConsent:
    """Withdraw what a link is of: the thing and the channel, under whichever words."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, *, token: str) -> Kind:
        """Return what was stopped; doing it again changes nothing.

        Raises:
            ConsentLinkNotFound: it is no link of ours, or its person was erased.
        """
        with self.unit_of_work() as tx:
            found = tx.agreements.by_token(token)
            if found is None:
                raise ConsentLinkNotFound("There is no such link.")
            person = tx.subscribers.get(found.subject, lock=True)
            ledger = tx.agreements.of(person.subject)
            entry = withdrawing(
                ledger,
                found.kind,
                way=AgreementWay.LINK,
                at=self.clock.now(),
                entry_id=self.ids.new(),
            )
            enter(tx, ANONYMOUS, ledger, entry)
            return found.kind
