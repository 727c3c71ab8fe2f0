"""Whoever is invited joins, and nothing of theirs is lost silently."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.tiers import Tier
from services.identity.domain.errors import OrganisationHeld, TooManyPremises, VerificationOpen
from services.identity.domain.events import (
    OrganisationChanged,
    PremisesChanged,
    PrincipalChanged,
)
from services.identity.domain.membership_errors import (
    InvitationNotFound,
    PremisesLeftBehind,
    TooManyMembers,
)
from services.identity.usecases import accept_invitation
from services.identity.usecases.accept_invitation import AcceptInvitation, by_id, by_token
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import case, profile, subscriber
from tests.fakes.premises import some_premises
from tests.unit.identity.membership import (
    ADMIN,
    HALL,
    LONE,
    MEMBER,
    NOBODY,
    STALL,
    invited,
    peopled,
)


@pytest.fixture
def accept(unit_of_work, clock, ids, stores):
    peopled(stores)
    use_case = AcceptInvitation(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def say(who, there, *, bring=False):
        return use_case(who, which=by_id(there.invitation_id), bring_premises=bring)

    return say


def test_who_belonged_to_none_joins_and_who_invited_is_told(accept, stores) -> None:
    joined = accept(NOBODY, invited(stores))
    person = stores.subscribers.get(NOBODY.subject)
    assert (HALL, "Hall", 0) == (
        joined.organisation.organisation_id,
        person.profile.organisation_name,
        joined.premises,
    )
    assert (HALL, False, ADMIN.subject, 2) == (
        person.organisation_id,
        person.organisation_admin,
        person.invited_by,
        person.rights_version,
    )
    assert PrincipalChanged(person) in stores.outbox.events
    [mail] = [each.what for each in stores.mails.waiting]
    assert ("admin@hall.example", "colleague-joined") == (mail.to, mail.template)


def test_accepted_again_nothing_changes(accept, stores) -> None:
    there = invited(stores)
    accept(NOBODY, there)
    events = list(stores.outbox.events)
    assert HALL == accept(NOBODY, there).organisation.organisation_id
    assert events == stores.outbox.events


def test_the_link_names_it_as_well(unit_of_work, clock, ids, stores) -> None:
    peopled(stores)
    invited(stores, token="link")
    accept = AcceptInvitation(unit_of_work=unit_of_work, clock=clock, ids=ids)
    assert (
        HALL
        == accept(NOBODY, which=by_token("link"), bring_premises=False).organisation.organisation_id
    )


@pytest.mark.parametrize("who", [LONE, MEMBER])
def test_nobody_takes_what_was_sent_to_another_address(accept, stores, who) -> None:
    there = invited(stores)
    with pytest.raises(InvitationNotFound):
        accept(who, there)
    assert there.is_open(there.created_at)


def test_an_old_one_is_not_found(accept, stores, clock) -> None:
    there = invited(stores)
    clock.moment += timedelta(days=7)
    with pytest.raises(InvitationNotFound):
        accept(NOBODY, there)


def test_an_organisation_of_ones_own_is_closed(accept, stores) -> None:
    accept(LONE, invited(stores, LONE))
    closed = stores.organisations.find(STALL)
    assert not closed.open
    assert OrganisationChanged(closed) in stores.outbox.events
    assert 2 == stores.subscribers.get(LONE.subject).rights_version


def test_premises_are_left_behind_by_nobody(accept, stores) -> None:
    there, shop = invited(stores, LONE), some_premises(STALL)
    stores.premises.add(shop)
    with pytest.raises(PremisesLeftBehind):
        accept(LONE, there)
    assert STALL == stores.subscribers.get(LONE.subject).organisation_id
    assert 1 == accept(LONE, there, bring=True).premises
    moved = stores.premises.get(shop.premises_id)
    assert (HALL, 2, shop.details) == (moved.organisation_id, moved.version, moved.details)
    assert PremisesChanged(moved) in stores.outbox.events


def test_no_more_premises_come_along_than_one_may_have(accept, stores, monkeypatch) -> None:
    monkeypatch.setattr(accept_invitation, "MOST_PREMISES", 1)
    stores.premises.add(some_premises(HALL))
    stores.premises.add(some_premises(STALL))
    with pytest.raises(TooManyPremises):
        accept(LONE, invited(stores, LONE), bring=True)


def test_no_more_people_belong_to_it_than_may(accept, stores, monkeypatch) -> None:
    monkeypatch.setattr(accept_invitation, "MOST_MEMBERS", 2)
    with pytest.raises(TooManyMembers):
        accept(NOBODY, invited(stores))


def test_who_has_colleagues_leaves_them_first(accept, stores) -> None:
    other = replace(subscriber(), profile=profile(email="x@y.example"), organisation_id=STALL)
    stores.subscribers.add(other)
    with pytest.raises(OrganisationHeld):
        accept(LONE, invited(stores, LONE))


def test_officers_look_at_nobody_who_changes_meanwhile(accept, stores) -> None:
    stores.verifications.add(case(LONE.subject))
    with pytest.raises(VerificationOpen):
        accept(LONE, invited(stores, LONE))


def test_the_security_lead_of_the_one_before_leads_the_next_not_by_that(accept, stores) -> None:
    people = stores.subscribers.kept
    lead = replace(people[LONE.subject], roles=frozenset({"security-lead"}), tier=Tier.VERIFIED)
    people[LONE.subject] = lead
    accept(LONE, invited(stores, LONE))
    moved = stores.subscribers.get(LONE.subject)
    assert (frozenset(), Tier.VERIFIED) == (moved.roles, moved.tier)
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
