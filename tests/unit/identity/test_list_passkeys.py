"""One's passkeys."""

from services.identity.usecases.list_passkeys import ListPasskeys
from tests.fakes.identity import subscriber
from tests.fakes.passkey_ceremonies import Door, authenticator, officer_of


def test_somebody_sees_their_own_and_no_other(unit_of_work, clock, ids, stores) -> None:
    door = Door.on(unit_of_work, clock, ids)
    for each in ("officer", "other"):
        stores.subscribers.add(subscriber(each))
    first = door.registered("officer", authenticator())
    clock.pass_(seconds=1)
    second = door.registered("officer", authenticator())
    door.registered("other", authenticator())
    shown = ListPasskeys(unit_of_work=unit_of_work)
    assert [first, second] == list(shown(officer_of("officer")))
    assert [] == list(shown(officer_of("nobody")))
