"""Whoever has the link sees who invites, while it is good."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.identity.domain.membership_errors import InvitationNotFound
from services.identity.usecases.get_invitation import GetInvitation
from tests.fakes.identity import SUSPENDED
from tests.unit.identity.membership import ADMIN, MEMBER, invited, peopled


@pytest.fixture
def look(unit_of_work, clock, stores):
    peopled(stores)
    invited(stores, token="link")
    return GetInvitation(unit_of_work=unit_of_work, clock=clock)


def test_who_invites_and_to_what(look) -> None:
    found = look(token="link")
    assert ("Hall", "admin Owner") == (found.organisation_name, found.invited_by)


def test_a_link_that_is_none_or_too_old(look, clock) -> None:
    with pytest.raises(InvitationNotFound):
        look(token="another")
    clock.moment += timedelta(days=7)
    with pytest.raises(InvitationNotFound):
        look(token="link")


@pytest.mark.parametrize(
    "change",
    [{"standing": SUSPENDED}, {"organisation_admin": False}, {"organisation_id": None}],
    ids=["suspended", "no admin", "gone"],
)
def test_it_is_as_good_as_whoever_invited(look, stores, change) -> None:
    people = stores.subscribers.kept
    people[MEMBER.subject] = replace(people[MEMBER.subject], organisation_admin=True)
    people[ADMIN.subject] = replace(people[ADMIN.subject], **change)
    with pytest.raises(InvitationNotFound):
        look(token="link")
