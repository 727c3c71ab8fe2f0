"""Keeping a new passkey."""

import pytest

from services.identity.domain.errors import PasskeyKnown, PasskeyRefused, TooManyPasskeys
from services.identity.domain.passkey import CHALLENGE_GOOD, MOST_PASSKEYS
from tests.fakes.identity import subscriber
from tests.fakes.passkey_ceremonies import Door, a_key, authenticator, officer_of

OFFICER, OTHER = officer_of("officer"), officer_of("other")


@pytest.fixture
def door(unit_of_work, clock, ids, stores) -> Door:
    for each in ("officer", "other"):
        stores.subscribers.add(subscriber(each))
    return Door.on(unit_of_work, clock, ids)


def register(door, made, caller=OFFICER):
    return door.register(caller, name="Key", credential=made, key=a_key(made))


def test_it_is_kept_for_its_owner_and_put_on_record(door, stores) -> None:
    kept = door.registered("officer", authenticator(), name="Blue key")
    assert [kept] == list(stores.passkeys.of("officer"))
    assert ("Blue key", 0, None) == (kept.name, kept.sign_count, kept.used_at)
    assert "identity:register-passkey" in str(stores.audit.rows)
    assert "identity.passkey-registered" in str(stores.outbox.events)


def test_a_repeat_is_the_same_passkey(door, stores) -> None:
    made = authenticator().made(door.begin_registration(OFFICER))
    assert register(door, made) == register(door, made)
    assert 1 == len(stores.passkeys.kept)


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://evil.example"}, {"party": "evil.example"}, {"verifies": False}],
    ids=["another origin", "another party", "nobody was verified"],
)
def test_what_was_made_elsewhere_or_by_nobody_is_refused(door, stores, wrong) -> None:
    with pytest.raises(PasskeyRefused):
        register(door, authenticator(**wrong).made(door.begin_registration(OFFICER)))
    assert not stores.passkeys.kept


def test_a_challenge_is_its_owners_good_for_minutes_and_once(door, clock) -> None:
    options = door.begin_registration(OFFICER)
    with pytest.raises(PasskeyRefused):
        register(door, authenticator().made(options), OTHER)
    register(door, authenticator().made(options))
    with pytest.raises(PasskeyRefused):
        register(door, authenticator().made(options))
    late = door.begin_registration(OFFICER)
    clock.moment += CHALLENGE_GOOD
    with pytest.raises(PasskeyRefused):
        register(door, authenticator().made(late))


def test_a_challenge_for_signing_in_registers_nothing(door) -> None:
    with pytest.raises(PasskeyRefused):
        register(door, authenticator().made(door.begin()))


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"response": 1}', '{"rawId": "!"}'])
def test_what_is_no_answer_is_refused(door, said) -> None:
    with pytest.raises(PasskeyRefused):
        register(door, said)


def test_nobody_else_has_the_same_and_nobody_more_than_ten(door) -> None:
    mine = authenticator()
    door.registered("officer", mine)
    with pytest.raises(PasskeyKnown):
        door.registered("other", mine)
    options = [door.begin_registration(OFFICER) for _ in range(MOST_PASSKEYS)]
    for each in options[1:]:
        register(door, authenticator().made(each))
    with pytest.raises(TooManyPasskeys):
        register(door, authenticator().made(options[0]))
