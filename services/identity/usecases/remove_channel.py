"""Send alerts to a further address no more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.channel_errors import ChannelNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping import forget_at_once, stop
from services.identity.usecases.telling_people import further_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveChannel:
    """Stop and forget it at once."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, channel_id: UUID) -> None:
        """Remove it.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
            ChannelNotFound: it is none of the caller's further addresses.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            own = {each.subscription_id: each for each in further_of(tx, person)}
            if channel_id not in own:
                raise ChannelNotFound("There is no such further address of yours.")
            at = self.clock.now()
            stopped = stop(tx, self.ids, caller, own[channel_id], at=at, last_word=False)
            forget_at_once(tx, stopped)
