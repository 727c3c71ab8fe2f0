"""What a browser makes a passkey of."""

import json

import pytest

from services.identity.domain.errors import SubscriberNotFound, TooManyPasskeys
from services.identity.domain.passkey import MOST_PASSKEYS
from tests.fakes.identity import subscriber
from tests.fakes.passkey_ceremonies import PARTY, Door, authenticator, officer_of


@pytest.fixture
def door(unit_of_work, clock, ids) -> Door:
    return Door.on(unit_of_work, clock, ids)


def test_it_is_for_our_address_a_verified_user_and_one_that_names_its_owner(door, stores) -> None:
    stores.subscribers.add(subscriber("officer"))
    said = json.loads(door.begin_registration(officer_of("officer")))
    assert PARTY == said["rp"]["id"]
    chosen = said["authenticatorSelection"]
    assert ("required", "required") == (chosen["userVerification"], chosen["residentKey"])
    assert not said.get("excludeCredentials")


def test_what_somebody_has_is_not_made_again_and_ten_are_enough(door, stores) -> None:
    stores.subscribers.add(subscriber("officer"))
    for number in range(MOST_PASSKEYS):
        said = json.loads(door.begin_registration(officer_of("officer")))
        assert number == len(said.get("excludeCredentials", []))
        door.registered("officer", authenticator())
    with pytest.raises(TooManyPasskeys):
        door.begin_registration(officer_of("officer"))


def test_who_is_nobody_here_makes_none(door) -> None:
    with pytest.raises(SubscriberNotFound):
        door.begin_registration(officer_of("nobody"))
