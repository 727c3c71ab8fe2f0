"""Who does not want it says no by the link, without an account."""

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.invitation import Ending
from services.identity.domain.membership_errors import InvitationNotFound
from services.identity.usecases.decline_invitation import DeclineInvitation
from tests.unit.identity.membership import invited, peopled


def test_it_ends_and_the_address_goes(unit_of_work, clock, stores) -> None:
    peopled(stores)
    there = invited(stores, token="link")
    decline = DeclineInvitation(unit_of_work=unit_of_work, clock=clock)
    decline(ANONYMOUS, token="link")
    kept = stores.invitations.get(there.invitation_id)
    assert (Ending.DECLINED, "") == (kept.ending, kept.email)
    with pytest.raises(InvitationNotFound):
        decline(ANONYMOUS, token="link")
