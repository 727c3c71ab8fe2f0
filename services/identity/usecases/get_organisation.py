"""Show whom the caller acts for."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.organisation import Organisation
from services.identity.usecases.belonging import organisation_of
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOrganisation:
    """Return the caller's own organisation."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Organisation:
        """Return it.

        Raises:
            OrganisationNotFound: they belong to none.
            SubscriberNotFound: the platform has no record of them.
        """
        with self.unit_of_work() as tx:
            return organisation_of(tx, caller)
