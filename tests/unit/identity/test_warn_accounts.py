"""Whoever has an account gets alerts at its address, unless they stopped them there."""

import pytest

from services.identity.domain.events import RecipientChanged
from services.identity.usecases.warn_accounts import PAGE, WarnAccounts
from tests.fakes.identity import profile, subscriber
from tests.fakes.subscriptions import NOON, PSEUDONYMS, SHOP, a_subscription, digest


@pytest.fixture
def warn(unit_of_work, clock, ids):
    return WarnAccounts(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)


def test_each_account_begins_once(warn, stores) -> None:
    for number in range(PAGE + 2):
        person = subscriber(f"person-{number:03}", profile=profile(email=f"p{number}@b.example"))
        stores.subscribers.add(person)
    assert (PAGE + 2, 0) == (warn(), warn())
    begun = [each.subscription for each in stores.outbox.events]
    assert PAGE + 2 == len({each.subject for each in begun})
    assert {True} == {each.active and each.serves(each.subject) for each in begun}
    assert all(each.stop_token and not each.regions for each in begun)


def test_an_address_that_asked_by_postcode_stays_one(warn, stores) -> None:
    """One recipient: nobody is sent a thing twice, and one stop ends it all."""
    there = a_subscription()
    stores.subscriptions.add(there)
    stores.subscribers.add(subscriber("shop", profile=profile(email="Shop@Corner.example")))
    assert 1 == warn()
    joined = stores.subscriptions.find(digest(SHOP))
    same = (there.subscription_id, there.stop_token, there.postcodes, there.regions)
    assert same == (
        joined.subscription_id,
        joined.stop_token,
        joined.postcodes,
        joined.regions,
    )
    assert ("shop", 2) == (joined.subject, joined.version)
    assert [RecipientChanged(joined)] == stores.outbox.events


@pytest.mark.parametrize("forgotten", [False, True])
def test_who_stopped_before_is_left_in_peace(warn, stores, forgotten: bool) -> None:
    stopped = a_subscription().stopped(NOON)
    stores.subscriptions.add(stopped.forgotten() if forgotten else stopped)
    stores.subscribers.add(subscriber("shop", profile=profile(email=SHOP.address)))
    assert 0 == warn()
    assert not stores.subscriptions.find(digest(SHOP)).active
    assert [] == stores.outbox.events


def test_a_suspended_account_is_not_begun(warn, stores, clock) -> None:
    person = subscriber("person").suspended(by="officer", at=clock.now())
    stores.subscribers.add(person)
    assert 0 == warn()
    assert {} == stores.subscribers.warned_since
