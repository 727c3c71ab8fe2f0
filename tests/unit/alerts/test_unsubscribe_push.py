"""A person has a browser notified no more."""

from uuid import uuid4

from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.unsubscribe_push import UnsubscribePush
from tests.fakes.alerts import READER, person
from tests.fakes.browsers import Browser
from tests.fakes.deliveries import recipient


def test_nothing_of_it_is_left(unit_of_work, stores, clock) -> None:
    mine = Browser().subscription.recipient("reader", version=1, language="en")
    stores.recipients.keep(mine)
    unsubscribe = UnsubscribePush(unit_of_work=unit_of_work, clock=clock)
    assert not unsubscribe(person("other"), among=[mine.recipient_id])
    assert mine == stores.recipients.find(mine.recipient_id)
    assert unsubscribe(READER, among=[mine.recipient_id])
    assert not unsubscribe(READER, among=[mine.recipient_id])
    assert Recipient.stopped(mine.recipient_id, 2) == stores.recipients.find(mine.recipient_id)


def test_it_ends_no_other_channel(unit_of_work, stores, clock) -> None:
    mail = recipient(subject="reader")
    stores.recipients.keep(mail)
    unsubscribe = UnsubscribePush(unit_of_work=unit_of_work, clock=clock)
    assert not unsubscribe(READER, among=[mail.recipient_id])
    assert not unsubscribe(READER, among=[uuid4()])
    assert mail == stores.recipients.find(mail.recipient_id)


def test_an_older_subscription_at_the_same_address_ends_as_well(
    unit_of_work, stores, clock
) -> None:
    browser = Browser().subscription
    ids = [browser.subscription_id("reader"), browser.browser_id]
    for each in ids:
        stores.recipients.keep(
            browser.recipient("reader", version=1, language="en", recipient_id=each)
        )
    assert UnsubscribePush(unit_of_work=unit_of_work, clock=clock)(READER, among=ids)
    assert [] == list(stores.recipients.of("reader"))
