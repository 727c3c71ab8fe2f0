"""Confirm that somebody's second factors are taken away."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.reaching import reach_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFactorReset:
    """Let it happen after a day, on a second officer's word; the person is told again."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, reset_id: UUID) -> FactorReset:
        """Return it, with its hour.

        Raises:
            FactorResetNotFound: there is none, or it was stopped.
            FactorResetConfirmed: somebody confirmed it already.
            OwnFactorReset: the caller proposed it, or it is about them.
            FactorResetBeyond: it is about somebody who gives roles, or may take that up, and the
                caller gives none.
            ProposerUnfit: who proposed it may not any more.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            waiting = tx.factor_resets.get(reset_id)
            reset = waiting.confirmed(
                by=caller,
                about=reach_of(tx, tx.subscribers.get(waiting.subject)),
                proposer=_found(tx, waiting.proposed_by),
                at=now,
            )
            tx.factor_resets.save(reset)
            announce(tx, self.ids, reset.subject, "factor-reset-confirmed")
            about = tx.audit.name_of(reset.subject)
            tx.audit.record(caller, "identity:confirm-factor-reset", about)
        return reset


def _found(tx: Stores, subject: str) -> Subscriber | None:
    try:
        return tx.subscribers.get(subject)
    except SubscriberNotFound:
        return None
