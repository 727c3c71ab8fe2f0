"""A withdrawn invitation is good no more, and its address is forgotten."""

import pytest

from services.identity.domain.membership_errors import InvitationNotFound, NotOrganisationAdmin
from services.identity.usecases.withdraw_invitation import WithdrawInvitation
from tests.unit.identity.membership import ADMIN, MEMBER, invited, peopled


def test_it_ends_once(unit_of_work, clock, stores) -> None:
    peopled(stores)
    there = invited(stores)
    withdraw = WithdrawInvitation(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(NotOrganisationAdmin):
        withdraw(MEMBER, invitation_id=there.invitation_id)
    withdraw(ADMIN, invitation_id=there.invitation_id)
    assert "" == stores.invitations.get(there.invitation_id).email
    with pytest.raises(InvitationNotFound):
        withdraw(ADMIN, invitation_id=there.invitation_id)
