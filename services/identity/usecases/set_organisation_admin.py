"""Make a member an admin, or an admin a member."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.membership_errors import LastAdmin
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.membership import led_organisation, member_of
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOrganisationAdmin:
    """Say who runs the caller's organisation; somebody always does.

    Keycloak need not hear of it: no token knows of admins; other services hear of them.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, subject: str, admin: bool) -> Subscriber:
        """Return the member as they are now; said again, nothing changes.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they are none of its admins.
            MemberNotFound: nobody of it is that.
            LastAdmin: nobody else is admin.
            SubscriberNotActive: the account is suspended or closed.
        """
        with self.unit_of_work() as tx:
            own = led_organisation(tx, caller)
            person = member_of(tx, own, subject)
            if not admin and not set(tx.members.admins(own.organisation_id)) - {subject}:
                raise LastAdmin("Make somebody else an admin first.")
            changed = person.as_admin(admin=admin)
            if changed is person:
                return person
            tx.subscribers.save(changed)
            if not admin:
                tx.invitations.withdraw_by(subject)
            action = (
                "identity:make-organisation-admin" if admin else "identity:end-organisation-admin"
            )
            whom = tx.audit.name_of(subject)
            own_id = str(own.organisation_id)
            action = "identity:make-admin" if admin else "identity:end-admin"
            tx.audit.record(caller, action, whom, organisation=own_id)
            tx.outbox.add(
                PrincipalChanged(changed),
                Used(caller=caller, metric="identity.admin-changed", at=self.clock.now()),
            )
        return changed
