"""An admin sees whom the organisation invited."""

from datetime import timedelta

import pytest

from services.identity.domain.membership_errors import NotOrganisationAdmin
from services.identity.usecases.list_invitations import ListInvitations
from tests.fakes.identity import NOON
from tests.unit.identity.membership import ADMIN, LONE, MEMBER, STALL, invited, peopled


def test_open_ones_alone_and_no_other_organisations(unit_of_work, clock, stores) -> None:
    peopled(stores)
    there = invited(stores)
    invited(stores, mailed_at=NOON - timedelta(days=7))
    invited(stores, organisation_id=STALL, invited_by=LONE.subject)
    look = ListInvitations(unit_of_work=unit_of_work, clock=clock)
    assert [there] == [each.invitation for each in look(ADMIN)]
    with pytest.raises(NotOrganisationAdmin):
        look(MEMBER)


def test_who_invited_and_is_gone_is_named_no_more(unit_of_work, clock, stores) -> None:
    peopled(stores)
    invited(stores, invited_by="gone")
    look = ListInvitations(unit_of_work=unit_of_work, clock=clock)
    assert [""] == [each.invited_by for each in look(ADMIN)]
