"""Starting is one press."""

from services.identity.domain.events import RecipientChanged
from tests.fakes.subscriptions import SHOP, a_subscription
from tests.unit.identity.alert_mails import OWNER, Person


def test_it_begins_and_alerts_hear_of_it_once(unit_of_work, clock, ids) -> None:
    person = Person.of(unit_of_work, clock, ids)
    assert person.start(OWNER).active
    person.start(OWNER)
    begun = person.there
    assert ("shop", "cy", SHOP) == (begun.subject, begun.language, begun.contact)
    events = person.stores.outbox.events
    assert [RecipientChanged(begun)] == [e for e in events if isinstance(e, RecipientChanged)]
    assert ["identity.alert_mails_started"] == [getattr(e, "metric", None) for e in events[1:]]
    assert "shop" in person.stores.subscribers.warned_since


def test_after_a_stop_it_begins_anew_without_what_was_before(unit_of_work, clock, ids) -> None:
    """Postcodes that were stopped stay stopped: this is the account's choice alone."""
    person = Person.of(unit_of_work, clock, ids)
    person.stores.subscriptions.add(a_subscription().stopped(clock.now()).forgotten())
    person.start(OWNER)
    begun = person.there
    assert (True, (), frozenset(), 4) == (
        begun.active,
        begun.postcodes,
        begun.regions,
        begun.version,
    )
