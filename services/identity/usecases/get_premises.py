"""Show premises."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.premises import Premises
from services.identity.usecases.belonging import premises_of
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPremises:
    """Return premises of the caller's organisation."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, premises_id: UUID) -> Premises:
        """Return them.

        Raises:
            PremisesNotFound: there are none of the caller's organisation.
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            return premises_of(tx, caller, premises_id)
