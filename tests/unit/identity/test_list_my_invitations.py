"""Whoever is invited sees it in their account."""

from dataclasses import replace

from services.identity.usecases.list_my_invitations import ListMyInvitations
from tests.unit.identity.membership import ADMIN, LONE, NOBODY, STALL, invited, peopled


def test_those_to_ones_own_address_that_are_good(unit_of_work, clock, stores) -> None:
    peopled(stores)
    there, other = invited(stores), invited(stores, organisation_id=STALL, invited_by=LONE.subject)
    invited(stores, LONE)
    look = ListMyInvitations(unit_of_work=unit_of_work, clock=clock)
    assert {there.invitation_id, other.invitation_id} == {
        each.invitation.invitation_id for each in look(NOBODY)
    }
    people = stores.subscribers.kept
    people[LONE.subject] = replace(people[LONE.subject], organisation_id=None)
    assert [there] == [each.invitation for each in look(NOBODY)]
    assert [] == list(look(ADMIN))
