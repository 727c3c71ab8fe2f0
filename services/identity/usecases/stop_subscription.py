"""Stop alerts by the link that every message carries."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.errors import SubscriptionNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping import forget_at_once, stop


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSubscription:
    """End all alerts to an address."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, token: str, forget_now: bool) -> None:
        """Stop; again, it changes nothing.

        Raises:
            SubscriptionNotFound: the token was never given.
        """
        with self.unit_of_work() as tx:
            there = tx.subscriptions.with_token(token)
            if there is None:
                raise SubscriptionNotFound("This link is not known.")
            stopped = stop(
                tx, self.ids, caller, there, at=self.clock.now(), last_word=not forget_now
            )
            if forget_now:
                forget_at_once(tx, stopped)
