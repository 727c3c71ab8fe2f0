"""Lead the security of one's own organisation."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SecurityLeadHeld
from services.identity.usecases.belonging import organisation_of
from services.identity.usecases.leading import Lead, carry_lead
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSecurityLead:
    """Make the caller security lead, while the organisation has none in use."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal) -> Lead:
        """Return how it stands; the new rights reach everyone and Keycloak.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            SecurityLeadHeld: another of it leads.
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            # The lock lets nobody else of the organisation take it meanwhile.
            own = organisation_of(tx, caller, lock=True)
            if set(tx.organisations.leads(own.organisation_id)) - {caller.person}:
                raise SecurityLeadHeld("Somebody else leads the security of your organisation.")
            person = tx.subscribers.get(caller.person, lock=True)
            if carry_lead(tx, self.ids, person, leads=True):
                organisation = str(own.organisation_id)
                tx.audit.record(caller, "identity:take-security-lead", organisation)
                now = self.clock.now()
                tx.outbox.add(Used(caller=caller, metric="identity.security-lead-taken", at=now))
        return Lead(held=True, mine=True)
