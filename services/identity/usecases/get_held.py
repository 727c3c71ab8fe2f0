"""Look again at what is held."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.identity.domain.held import Held
from services.identity.usecases.looking import held_by
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetHeld:
    """Show what is held to whoever opened a look at it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, look: str) -> Held:
        """Return all of it.

        Raises:
            LookNotFound: there is no such look, it is over, or nothing is held any more.
        """
        with self.unit_of_work() as tx:
            return held_by(tx, look, self.clock.now())
