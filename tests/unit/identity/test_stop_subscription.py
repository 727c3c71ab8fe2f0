"""Stopping by the link of any message."""

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.errors import SubscriptionNotFound
from services.identity.domain.events import RecipientChanged
from services.identity.usecases.stop_subscription import StopSubscription
from services.identity.usecases.subscription_ports import Text
from tests.fakes.subscriptions import PHONE, SHOP, a_request, a_subscription, digest


@pytest.fixture
def stop(unit_of_work, clock, ids):
    use_case = StopSubscription(unit_of_work=unit_of_work, clock=clock, ids=ids)
    return lambda token, forget_now=False: use_case(ANONYMOUS, token=token, forget_now=forget_now)


def test_a_stop_is_kept_and_told_to_alerts_and_to_the_person(stop, stores, clock) -> None:
    there = a_subscription()
    stores.subscriptions.add(there)
    stop(there.stop_token)
    stopped = stores.subscriptions.find(digest(SHOP))
    assert (False, clock.moment) == (stopped.active, stopped.stopped_at)
    assert RecipientChanged(stopped) in stores.outbox.events
    assert ["stopped"] == [mail.what.template for mail in stores.mails.waiting]


def test_stopping_again_gives_the_same_answer_and_tells_nobody(stop, stores) -> None:
    there = a_subscription()
    stores.subscriptions.add(there)
    stop(there.stop_token)
    events = list(stores.outbox.events)
    stop(there.stop_token)
    assert (events, 1) == (stores.outbox.events, len(stores.mails.waiting))


def test_a_token_that_was_never_given_stops_nothing(stop, stores) -> None:
    stores.subscriptions.add(a_subscription())
    with pytest.raises(SubscriptionNotFound):
        stop("other")
    assert all(each.active for each in stores.subscriptions.kept.values())


def test_a_stop_ends_what_is_not_confirmed_yet(stop, stores, clock) -> None:
    """Else a link from before would begin it again."""
    there = a_subscription()
    stores.subscriptions.add(there)
    stores.subscription_requests.add(a_request())
    confirmed = a_request(confirmed_at=clock.now())
    stores.subscription_requests.add(confirmed)
    stop(there.stop_token)
    assert [confirmed.request_id] == list(stores.subscription_requests.kept)


def test_who_asks_is_forgotten_at_once(stop, stores, clock) -> None:
    there = a_subscription(PHONE)
    stores.subscriptions.add(there)
    stores.subscription_requests.add(a_request(PHONE, confirmed_at=clock.now()))
    stores.texts.add(
        Text(
            text_id=there.subscription_id,
            to=PHONE.address,
            language="en",
            template="subscribed",
            variables={},
        )
    )
    stop(there.stop_token, forget_now=True)
    for kept in (stores.subscriptions, stores.subscription_requests, stores.texts):
        assert PHONE.address not in str(kept)
    assert [PHONE.address] == stores.outbox.forgotten
    assert [2, 3] == [
        each.subscription.version
        for each in stores.outbox.events
        if isinstance(each, RecipientChanged)
    ]


def test_who_stopped_before_can_be_forgotten_at_once_too(stop, stores) -> None:
    there = a_subscription()
    stores.subscriptions.add(there)
    stop(there.stop_token)
    stop(there.stop_token, forget_now=True)
    assert stores.subscriptions.find(digest(SHOP)).contact is None
    assert [] == stores.mails.waiting
