"""Admins make and unmake admins, and one always stays."""

from dataclasses import replace

import pytest

from services.identity.domain.errors import SubscriberNotActive
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.membership_errors import (
    LastAdmin,
    MemberNotFound,
    NotOrganisationAdmin,
)
from services.identity.usecases.set_organisation_admin import SetOrganisationAdmin
from tests.fakes.identity import SUSPENDED
from tests.unit.identity.membership import ADMIN, LONE, MEMBER, invited, peopled


@pytest.fixture
def say(unit_of_work, clock, stores):
    peopled(stores)
    return SetOrganisationAdmin(unit_of_work=unit_of_work, clock=clock)


def test_a_member_becomes_one_and_is_one_no_more(say, stores) -> None:
    made = say(ADMIN, subject=MEMBER.subject, admin=True)
    assert made.organisation_admin
    assert PrincipalChanged(made) in stores.outbox.events
    events = list(stores.outbox.events)
    assert made == say(ADMIN, subject=MEMBER.subject, admin=True)
    assert events == stores.outbox.events
    there = invited(stores)
    assert not say(MEMBER, subject=ADMIN.subject, admin=False).organisation_admin
    assert "" == stores.invitations.get(there.invitation_id).email


def test_the_last_stays(say, stores) -> None:
    with pytest.raises(LastAdmin):
        say(ADMIN, subject=ADMIN.subject, admin=False)
    people = stores.subscribers.kept
    people[MEMBER.subject] = replace(
        people[MEMBER.subject], organisation_admin=True, standing=SUSPENDED
    )
    with pytest.raises(LastAdmin):
        say(ADMIN, subject=ADMIN.subject, admin=False)


def test_who_may_not_use_their_account_becomes_none(say, stores) -> None:
    people = stores.subscribers.kept
    people[MEMBER.subject] = replace(people[MEMBER.subject], standing=SUSPENDED)
    with pytest.raises(SubscriberNotActive):
        say(ADMIN, subject=MEMBER.subject, admin=True)


@pytest.mark.parametrize("subject", [LONE.subject, "nobody at all"])
def test_others_are_not_there(say, subject) -> None:
    with pytest.raises(MemberNotFound):
        say(ADMIN, subject=subject, admin=True)


def test_a_member_makes_nobody_one(say) -> None:
    with pytest.raises(NotOrganisationAdmin):
        say(MEMBER, subject=MEMBER.subject, admin=True)
