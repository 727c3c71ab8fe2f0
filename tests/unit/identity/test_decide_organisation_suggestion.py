"""Deciding on what a provider said of somebody's organisation."""

import pytest

from services.identity.domain.errors import OrganisationHeld, SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.partner_errors import SelfConfirmation, SuggestionDecided
from services.identity.domain.partner_provider import BrokeredPerson
from services.identity.usecases.decide_organisation_suggestion import (
    DecideOrganisationSuggestion,
)
from tests.fakes.identity import NOON, OFFICER, caller, subscriber
from tests.fakes.providers import an_active_provider


@pytest.fixture
def decide(unit_of_work, clock, ids, stores):
    stores.providers.add(provider := an_active_provider())
    stores.subscribers.add(subscriber("guard"))
    stores.providers.keep_person(
        BrokeredPerson(
            subject="guard",
            provider_id=provider.provider_id,
            came_at=NOON,
            suggested_organisation="Port of Somewhere",
        )
    )
    return DecideOrganisationSuggestion(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_confirmed_they_act_for_an_organisation_of_this_name(decide, stores) -> None:
    decide(OFFICER, subject="guard", confirmed=True)
    person = stores.subscribers.get("guard")
    organisation = stores.organisations.get(person.organisation_id)
    assert "Port of Somewhere" == organisation.name == person.profile.organisation_name
    assert PrincipalChanged(person) in stores.outbox.events
    decide(OFFICER, subject="guard", confirmed=True)
    assert 1 == len(stores.organisations.kept)


def test_refused_nothing_changes_but_that_it_is_decided(decide, stores) -> None:
    before = stores.subscribers.get("guard")
    decide(OFFICER, subject="guard", confirmed=False)
    assert before == stores.subscribers.get("guard")
    assert [] == list(stores.providers.undecided())
    assert {"confirmed": False} == stores.audit.rows[-1][4]


def test_nobody_decides_about_themselves_or_about_nobody(decide, stores) -> None:
    with pytest.raises(SelfConfirmation):
        decide(caller("guard", "verification-officer"), subject="guard", confirmed=True)
    with pytest.raises(SubscriberNotFound):
        decide(OFFICER, subject="another", confirmed=True)


def test_who_acts_for_one_already_keeps_it(decide, stores, ids) -> None:
    stores.subscribers.kept["guard"] = subscriber("guard", organisation_id=ids.new())
    with pytest.raises(OrganisationHeld):
        decide(OFFICER, subject="guard", confirmed=True)


def test_they_run_it_as_one_that_they_make_themselves(decide, stores) -> None:
    """Or the second to join would find nobody to ask."""
    decide(OFFICER, subject="guard", confirmed=True)
    person = stores.subscribers.get("guard")
    assert person.organisation_admin
    assert ["guard"] == list(stores.members.admins(person.organisation_id))


@pytest.mark.parametrize("first", [True, False])
def test_a_word_that_was_given_stands(decide, stores, first) -> None:
    decide(OFFICER, subject="guard", confirmed=first)
    before, rows = stores.subscribers.get("guard"), len(stores.audit.rows)
    with pytest.raises(SuggestionDecided):
        decide(OFFICER, subject="guard", confirmed=not first)
    assert (before, rows) == (stores.subscribers.get("guard"), len(stores.audit.rows))
    assert first is stores.providers.find_person("guard").confirmed
