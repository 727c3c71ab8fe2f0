"""Say who runs an organisation that nobody runs."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotActive
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.organisation import MOST_MEMBERS
from services.identity.usecases.announcing import announce
from services.identity.usecases.membership import member_of
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.unled import unled_organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointOrganisationAdmin:
    """Make a member admin on an officer's word, and tell everybody who belongs there.

    Whoever was admin and is suspended is admin again when they are restored: the new one may
    change that.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, organisation_id: UUID, subject: str, reason: str
    ) -> None:
        """Do it.

        Raises:
            OrganisationNotFound: there is none.
            OwnOrganisation: the caller belongs to it.
            AppointedBySuspender: they suspended one of its admins.
            OrganisationLed: somebody runs it.
            MemberNotFound: nobody of it is that.
            SubscriberNotActive: the account is suspended or closed.
        """
        with self.unit_of_work() as tx:
            own = unled_organisation(tx, caller, organisation_id, lock=True)
            member = member_of(tx, own, subject)
            admin = member.as_admin(admin=True)
            if admin is member:  # only the suspended are admins here
                raise SubscriberNotActive("The account is not active.")
            tx.subscribers.save(admin)
            self._tell(tx, organisation_id, subject)
            tx.audit.record(
                caller,
                "identity:appoint-admin",
                tx.audit.name_of(subject),
                organisation=str(organisation_id),
                reason=reason,
            )
            now = self.clock.now()
            tx.outbox.add(
                PrincipalChanged(admin),
                Used(caller=caller, metric="identity.admin-appointed", at=now),
            )

    def _tell(self, tx: Stores, organisation_id: UUID, subject: str) -> None:
        announce(tx, self.ids, subject, "organisation-admin-you")
        for each in tx.members.page(organisation_id, after=None, size=MOST_MEMBERS):
            if each.standing is Standing.ACTIVE and each.subject != subject:
                announce(tx, self.ids, each.subject, "organisation-admin-named")
