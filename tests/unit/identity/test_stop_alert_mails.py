"""Stopping is one press, and the account stays."""

from services.identity.domain.events import RecipientChanged
from tests.fakes.subscriptions import SHOP, a_subscription
from tests.unit.identity.alert_mails import OWNER, Person


def test_all_alerts_to_the_address_end_and_the_address_is_told(unit_of_work, clock, ids) -> None:
    person = Person.of(unit_of_work, clock, ids)
    person.stores.subscriptions.add(a_subscription())
    person.start(OWNER)
    assert not person.stop(OWNER).active
    stopped = person.there
    assert (False, 3) == (stopped.active, stopped.version)
    assert RecipientChanged(stopped) in person.stores.outbox.events
    assert [(SHOP.address, "stopped_account")] == [
        (each.what.to, each.what.template) for each in person.stores.mails.waiting
    ]


def test_again_it_changes_nothing(unit_of_work, clock, ids) -> None:
    person = Person.of(unit_of_work, clock, ids)
    person.start(OWNER)
    person.stop(OWNER)
    before = list(person.stores.outbox.events)
    person.stop(OWNER)
    assert (before, 1) == (person.stores.outbox.events, len(person.stores.mails.waiting))


def test_a_stop_before_anything_began_is_kept(unit_of_work, clock, ids) -> None:
    """Else the account would be begun a second later."""
    person = Person.of(unit_of_work, clock, ids)
    person.stop(OWNER)
    assert None is person.there
    assert "shop" in person.stores.subscribers.warned_since


def test_started_again_it_is_as_before(unit_of_work, clock, ids) -> None:
    person = Person.of(unit_of_work, clock, ids)
    person.start(OWNER)
    token = person.there.stop_token
    person.stop(OWNER)
    assert person.start(OWNER).active
    assert (token, True) == (person.there.stop_token, person.get(OWNER).active)
