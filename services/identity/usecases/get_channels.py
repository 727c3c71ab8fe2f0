"""Say how the caller is told."""

from dataclasses import dataclass

from kernel.ports import Pseudonyms
from kernel.principals import Principal
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.telling_people import Told, told


@dataclass(frozen=True, slots=True, kw_only=True)
class GetChannels:
    """Return the caller's own language, quiet hours and addresses."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms

    def __call__(self, caller: Principal) -> Told:
        """Return them.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            return told(tx, self.pseudonyms, tx.subscribers.get(caller.person))
