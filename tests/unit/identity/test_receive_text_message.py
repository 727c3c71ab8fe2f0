"""Texts that people send us."""

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.errors import CallbackRefused
from services.identity.domain.events import RecipientChanged
from services.identity.usecases.receive_text_message import ReceiveTextMessage
from tests.fakes.subscriptions import PHONE, PSEUDONYMS, a_request, a_subscription, digest


@pytest.fixture
def receive(unit_of_work, clock, ids):
    use_case = ReceiveTextMessage(
        unit_of_work=unit_of_work,
        pseudonyms=PSEUDONYMS,
        clock=clock,
        ids=ids,
        secret="shared",
    )
    return lambda text, secret="shared", sender=PHONE: use_case(
        ANONYMOUS, secret=secret, sender=sender, text=text
    )


@pytest.fixture
def there(stores):
    made = a_subscription(PHONE)
    stores.subscriptions.add(made)
    return made


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop. ", '"STOP"', "Stop all", "unsubscribe", "ATAL", "stopio!"]
)
def test_stop_stops(receive, stores, there, text) -> None:
    receive(text)
    assert not stores.subscriptions.find(digest(PHONE)).active
    assert ["stopped"] == [each.what.template for each in stores.texts.kept]
    assert isinstance(stores.outbox.events[0], RecipientChanged)


@pytest.mark.parametrize(
    "text",
    ["", "help", "Stop! He has a knife", "don't stop", "Is this real?", "STOPPED", "\u202estop it"],
)
def test_anything_else_does_not_stop_and_is_told_where_help_is(
    receive, stores, there, text
) -> None:
    receive(text)
    assert stores.subscriptions.find(digest(PHONE)).active
    assert ["unread"] == [each.what.template for each in stores.texts.kept]


def test_it_is_told_once_a_day_so_that_two_machines_do_not_talk_for_ever(
    receive, stores, there
) -> None:
    for _ in range(3):
        receive("I am away until Monday")
    assert 1 == len(stores.texts.kept)


def test_the_same_text_twice_has_the_effect_of_one(receive, stores, there) -> None:
    receive("STOP")
    events = list(stores.outbox.events)
    receive("STOP")
    assert (events, 1) == (stores.outbox.events, len(stores.texts.kept))


@pytest.mark.parametrize("text", ["STOP", "hello"])
def test_a_stranger_is_sent_nothing(receive, stores, text) -> None:
    receive(text)
    assert ([], []) == (stores.texts.kept, stores.outbox.events)


def test_stop_ends_what_was_asked_for_and_not_confirmed(receive, stores) -> None:
    """Somebody else gave this number."""
    stores.subscription_requests.add(a_request(PHONE))
    receive("STOP")
    assert {} == stores.subscription_requests.kept


@pytest.mark.parametrize("secret", ["", "other", "Shared", "shared ", "\u017fhared"])
def test_only_the_provider_is_believed(receive, stores, there, secret) -> None:
    with pytest.raises(CallbackRefused):
        receive("STOP", secret)
    assert stores.subscriptions.find(digest(PHONE)).active


def test_the_secret_is_not_shown(unit_of_work, clock, ids) -> None:
    made = ReceiveTextMessage(
        unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids, secret="shared"
    )
    assert "shared" not in repr(made)
