"""Leave one's organisation."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.membership_errors import LastAdmin, LastMember
from services.identity.usecases.belonging import close, organisation_of
from services.identity.usecases.membership import held, part, see_that_no_case_waits
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOrganisation:
    """End that the caller belongs to their organisation; whoever is the last closes it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, closing: bool) -> bool:
        """Return whether the organisation was closed.

        Raises:
            OrganisationNotFound: they belong to none.
            LastAdmin: they run it, and of the others who belong to it nobody does.
            LastMember: nobody else belongs to it, and it is not to be closed.
            VerificationOpen: officers look at them as of this organisation.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            before = tx.subscribers.get(caller.person)
            own = organisation_of(tx, caller, lock=True)
            person = held(tx, before)
            alone = tx.organisations.members(own.organisation_id) == 1
            if alone and not closing:
                raise LastMember("Nobody else belongs to it: leaving closes it.")
            admins = set(tx.members.admins(own.organisation_id))
            if not alone and admins == {person.subject}:
                raise LastAdmin("Make somebody else an admin first.")
            see_that_no_case_waits(tx, person.subject)
            part(tx, self.ids, person)
            if alone:
                close(tx, own, at=now)
            tx.audit.record(
                caller, "identity:leave-organisation", str(own.organisation_id), closed=alone
            )
            tx.outbox.add(Used(caller=caller, metric="identity.organisation-left", at=now))
        return alone
