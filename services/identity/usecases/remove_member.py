"""Part with a member of one's organisation."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.membership_errors import SelfRemoval
from services.identity.usecases.announcing import announce
from services.identity.usecases.membership import led_organisation, member_of, part
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMember:
    """End that somebody belongs to the caller's organisation, and tell them.

    A case of theirs that officers look at ends too: it was that of a person of this organisation.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, subject: str) -> None:
        """Remove them.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they are none of its admins.
            MemberNotFound: nobody of it is that.
            SelfRemoval: it is the caller.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            own = led_organisation(tx, caller)
            if subject == caller.person:
                raise SelfRemoval("You leave your organisation yourself.")
            person = member_of(tx, own, subject)
            case = tx.verifications.newest_of(subject, lock=True)
            if case is not None and case.waiting:
                tx.verifications.save(case.withdrawn(now))
            part(tx, self.ids, person)
            announce(tx, self.ids, subject, "organisation-removed")
            whom = tx.audit.name_of(subject)
            tx.audit.record(
                caller, "identity:remove-member", whom, organisation=str(own.organisation_id)
            )
            tx.outbox.add(Used(caller=caller, metric="identity.member-removed", at=now))
