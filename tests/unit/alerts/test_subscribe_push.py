"""A person has a browser notified."""

import pytest

from chassis.errors import Invalid
from services.alerts.domain.errors import TooManyBrowsers
from services.alerts.domain.push import MOST_OF_A_PERSON, PushSubscription
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.subscribe_push import SubscribePush
from tests.fakes.alerts import READER, key, person
from tests.fakes.browsers import Browser
from tests.fakes.webhooks import SetAddresses


@pytest.fixture
def subscribe(unit_of_work, clock) -> SubscribePush:
    return SubscribePush(unit_of_work=unit_of_work, addresses=SetAddresses(), clock=clock)


def test_it_is_kept_in_their_name_and_the_same_key_does_it_once(subscribe, stores) -> None:
    said = Browser().subscription
    made = subscribe(READER, said=said, language="cy", key=key())
    assert made == subscribe(READER, said=said, language="cy", key=key())
    kept = stores.recipients.find(made)
    assert ("reader", "cy", 1, True) == (kept.subject, kept.language, kept.version, kept.active)
    assert said == PushSubscription.of_address(kept.address_for(Channel.WEB_PUSH).address)
    assert ["alerts.push-subscribed"] == [each.metric for each in stores.outbox.events]
    assert said.auth not in repr(stores)


def test_whoever_signs_in_at_a_browser_next_takes_its_place(subscribe, stores) -> None:
    said = Browser().subscription
    first = subscribe(READER, said=said, language="en", key=key())
    assert first == subscribe(person("next"), said=said, language="en", key=key("other"))
    kept = stores.recipients.find(first)
    assert ("next", 2) == (kept.subject, kept.version)
    assert [] == list(stores.recipients.of("reader"))


def test_a_person_has_so_many_and_may_still_renew_them(subscribe) -> None:
    browsers = [Browser(f"https://push.browser.example/{n}") for n in range(MOST_OF_A_PERSON)]
    for number, each in enumerate(browsers):
        subscribe(READER, said=each.subscription, language="en", key=key(str(number)))
    with pytest.raises(TooManyBrowsers):
        subscribe(READER, said=Browser().subscription, language="en", key=key("more"))
    assert subscribe(READER, said=browsers[0].subscription, language="en", key=key("again"))


def test_an_address_that_is_not_public_is_refused(unit_of_work, clock, stores) -> None:
    addresses = SetAddresses("must lead to a public address")
    subscribe = SubscribePush(unit_of_work=unit_of_work, addresses=addresses, clock=clock)
    with pytest.raises(Invalid):
        subscribe(READER, said=Browser().subscription, language="en", key=key())
    assert {} == stores.recipients.kept


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"p256dh": ""}, ["p256dh"]),
        ({"p256dh": "nonsense"}, ["p256dh"]),
        ({"auth": "c2hvcnQ"}, ["auth"]),
        ({"p256dh": "ø", "auth": "ø"}, ["p256dh", "auth"]),
        ({}, []),
    ],
)
def test_keys_that_are_none_are_named(given, wrong) -> None:
    good = Browser().subscription
    said = {"endpoint": good.endpoint, "p256dh": good.p256dh, "auth": good.auth} | given
    assert wrong == PushSubscription(**said).wrong_keys()
