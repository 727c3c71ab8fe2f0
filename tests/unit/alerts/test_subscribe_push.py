"""A person has a browser notified."""

from uuid import UUID, uuid4

import pytest

from chassis.errors import Invalid, StaleVersion
from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.errors import TooManyBrowsers
from services.alerts.domain.push import MOST_OF_A_PERSON, PushSubscription
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from services.alerts.usecases.subscribe_push import SubscribePush
from tests.fakes.alerts import NOON, READER, issued, key, person
from tests.fakes.browsers import Browser
from tests.fakes.plumbing import FreshIds
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


def _active(stores, subject: str) -> list[UUID]:
    return [each.recipient_id for each in stores.recipients.of(subject) if each.active]


def test_whoever_signs_in_at_a_browser_next_begins_anew_there(subscribe, stores) -> None:
    said, other = Browser().subscription, person("next")
    first = subscribe(READER, said=said, language="en", key=key())
    second = subscribe(other, said=said, language="en", key=key("other"))
    assert first != second
    assert ([], [second]) == (_active(stores, "reader"), _active(stores, "next"))
    assert Recipient.stopped(first, 2) == stores.recipients.find(first)
    assert second == subscribe(other, said=said, language="cy", key=key("renewed"))
    assert [second] == _active(stores, "next")


def test_who_comes_back_to_a_browser_has_it_as_before(subscribe, stores) -> None:
    said, other = Browser().subscription, person("next")
    first = subscribe(READER, said=said, language="en", key=key())
    subscribe(other, said=said, language="en", key=key("other"))
    assert first == subscribe(READER, said=said, language="en", key=key("back"))
    assert ([first], []) == (_active(stores, "reader"), _active(stores, "next"))


def test_an_end_of_what_somebody_had_is_not_told_to_who_signs_in_after_them(
    subscribe, stores, unit_of_work, clock
) -> None:
    said = Browser().subscription
    first = subscribe(READER, said=said, language="en", key=key())
    out = issued(audience=(AudienceRow(Mode.INCLUDE, Kind.EVERYONE),))
    stores.alerts.add(out)
    stores.deliveries.add(
        [
            Dispatch.of(out, at=NOON)
            .delivery(uuid4(), out, first, Channel.WEB_PUSH, at=NOON)
            .settled(HandOver(outcome=Outcome.TAKEN), NOON)
        ]
    )
    second = subscribe(person("next"), said=said, language="en", key=key("other"))
    stores.alerts.save(ended := out.withdraw(by="duty", why="Wrong.", at=NOON))
    stores.dispatches.add(Dispatch.of(ended, at=NOON))
    queue = QueueDeliveries(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    while queue() is not None:
        pass
    told = {each.recipient_id for each in stores.deliveries.kept.values()}
    assert second not in told
    assert not stores.recipients.find(first).active, "what is queued to it is not sent"


def test_an_older_subscription_stays_its_owners_until_another_comes(subscribe, stores) -> None:
    """They had the browser's own id for everybody."""
    said = Browser().subscription
    older = said.browser_id
    stores.recipients.keep(said.recipient("reader", version=1, language="en", recipient_id=older))
    assert older == subscribe(READER, said=said, language="en", key=key())
    second = subscribe(person("next"), said=said, language="en", key=key("other"))
    assert ([], [second]) == (_active(stores, "reader"), _active(stores, "next"))
    assert stores.recipients.find(older).address_for(Channel.WEB_PUSH) is None


def test_two_at_the_same_moment_are_not_both_there(subscribe, stores, monkeypatch) -> None:
    said = Browser().subscription
    keep = stores.recipients.keep

    def lost(kept: Recipient) -> bool:
        return kept.recipient_id != said.browser_id and keep(kept)

    monkeypatch.setattr(stores.recipients, "keep", lost)
    with pytest.raises(StaleVersion):
        subscribe(READER, said=said, language="en", key=key())


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
