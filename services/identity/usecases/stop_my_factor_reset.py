"""Stop that one's own second factors are taken away."""

from dataclasses import dataclass

from kernel.ports import Ids
from kernel.principals import Principal
from services.identity.domain.second_factor_errors import FactorResetNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping_resets import stop


@dataclass(frozen=True, slots=True, kw_only=True)
class StopMyFactorReset:
    """On the word of whoever it is about, who need not show the factor that is said to be lost."""

    unit_of_work: UnitOfWork
    ids: Ids

    def __call__(self, caller: Principal) -> None:
        """Stop it.

        Raises:
            FactorResetNotFound: there is none, or it is over.
        """
        with self.unit_of_work() as tx:
            reset = tx.factor_resets.of(caller.person)
            if reset is None:
                raise FactorResetNotFound("Nobody is about to take your second factors away.")
            stop(tx, self.ids, caller, reset)
