"""Forgetting a passkey."""

import pytest

from services.identity.domain.errors import PasskeyNotFound, PasskeyRefused
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.remove_passkey import RemovePasskey
from tests.fakes.identity import subscriber
from tests.fakes.passkey_ceremonies import Door, authenticator, officer_of


@pytest.fixture
def door(unit_of_work, clock, ids, stores) -> Door:
    for each in ("officer", "other"):
        person = subscriber(each, roles=frozenset({"duty-officer"}))
        stores.subscribers.add(person)
    return Door.on(unit_of_work, clock, ids)


@pytest.fixture
def remove(unit_of_work, clock, ids) -> RemovePasskey:
    return RemovePasskey(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_it_is_gone_and_every_sign_in_ends(door, remove, stores, clock) -> None:
    key = authenticator()
    kept = door.registered("officer", key)
    remove(officer_of("officer"), passkey_id=kept.passkey_id)
    assert not stores.passkeys.kept
    person = stores.subscribers.get("officer")
    assert clock.now() == person.valid_after
    assert PrincipalChanged(person) in stores.outbox.events
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=key.signed(door.begin()))


def test_anothers_is_not_found(door, remove, stores) -> None:
    kept = door.registered("other", authenticator())
    with pytest.raises(PasskeyNotFound):
        remove(officer_of("officer"), passkey_id=kept.passkey_id)
    assert [kept] == list(stores.passkeys.of("other"))
