"""Lead the security of one's organisation no more."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.usecases.belonging import organisation_of
from services.identity.usecases.leading import Lead, carry_lead
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSecurityLead:
    """Take the role from the caller, so that another of the organisation may have it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal) -> Lead:
        """Return how it stands; who does not lead stays as they are.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            own = organisation_of(tx, caller, lock=True)
            person = tx.subscribers.get(caller.person, lock=True)
            if carry_lead(tx, self.ids, person, leads=False):
                organisation = str(own.organisation_id)
                tx.audit.record(caller, "identity:leave-security-lead", organisation)
                now = self.clock.now()
                tx.outbox.add(Used(caller=caller, metric="identity.security-lead-left", at=now))
            return Lead.of(tx.organisations.leads(own.organisation_id), caller.person)
