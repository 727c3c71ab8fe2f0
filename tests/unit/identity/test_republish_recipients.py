"""Telling alerts again whom to warn."""

from services.identity.domain.events import QuietHoursChanged, RecipientChanged
from services.identity.domain.quiet_hours import QuietHours
from services.identity.usecases.republish_recipients import PAGE, RepublishRecipients
from tests.fakes.subscriptions import SHOP, Contact, a_subscription


def test_every_subscription_is_told_again_those_that_stopped_included(
    unit_of_work, stores, clock
) -> None:
    for number in range(PAGE + 1):
        contact = Contact(channel=SHOP.channel, address=f"shop{number}@corner.example")
        there = a_subscription(contact)
        stores.subscriptions.add(there.stopped(clock.now()) if number % 2 else there)
    assert PAGE + 1 == RepublishRecipients(unit_of_work=unit_of_work)()
    told = {each.subscription.subscription_id for each in stores.outbox.events}
    assert told == set(stores.subscriptions.kept)
    assert all(isinstance(each, RecipientChanged) for each in stores.outbox.events)


def test_quiet_hours_are_told_again_of_who_wants_none_any_more_too(unit_of_work, stores) -> None:
    night = QuietHours(1320, 420)
    people = [f"person-{number:04}" for number in range(PAGE + 1)]
    for each in people:
        stores.quiet_hours.keep(each, night)
    stores.quiet_hours.keep(people[-1], None)
    assert PAGE + 1 == RepublishRecipients(unit_of_work=unit_of_work)()
    assert [
        *(QuietHoursChanged(each, night, 1) for each in people[:-1]),
        QuietHoursChanged(people[-1], None, 2),
    ] == stores.outbox.events
