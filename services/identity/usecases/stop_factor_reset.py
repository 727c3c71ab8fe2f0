"""Stop that somebody's second factors are taken away."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Ids
from kernel.principals import Principal
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping_resets import stop


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFactorReset:
    """On one officer's word."""

    unit_of_work: UnitOfWork
    ids: Ids

    def __call__(self, caller: Principal, *, reset_id: UUID) -> None:
        """Stop it.

        Raises:
            FactorResetNotFound: there is none, or it is over.
        """
        with self.unit_of_work() as tx:
            stop(tx, self.ids, caller, tx.factor_resets.get(reset_id))
