"""Say whether somebody leads the security of the caller's organisation."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.usecases.belonging import organisation_of
from services.identity.usecases.leading import Lead
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSecurityLead:
    """Return whether there is one, and whether it is the caller."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Lead:
        """Return it.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            SubscriberNotFound: the platform has no record of them.
        """
        with self.unit_of_work() as tx:
            own = organisation_of(tx, caller)
            return Lead.of(tx.organisations.leads(own.organisation_id), caller.person)
