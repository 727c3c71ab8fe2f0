"""Tell the caller what the platform knows of them."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMe:
    """Return the caller's own record."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> tuple[Subscriber, Outcome | None]:
        """Return the caller, and where their newest case stands if they have one.

        Raises:
            SubscriberNotFound: the platform has no record of them.
        """
        with self.unit_of_work() as tx:
            return tx.subscribers.with_newest_outcome(caller.person)
