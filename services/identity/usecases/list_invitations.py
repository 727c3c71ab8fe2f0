"""See whom one's organisation has invited."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.usecases.membership import InvitationShown, led_organisation, shown
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInvitations:
    """Return the open invitations of the caller's organisation."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal) -> Sequence[InvitationShown]:
        """Return them, oldest first.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they are none of its admins.
        """
        with self.unit_of_work() as tx:
            own = led_organisation(tx, caller, lock=False)
            return shown(tx, own, tx.invitations.open_of(own.organisation_id, self.clock.now()))
