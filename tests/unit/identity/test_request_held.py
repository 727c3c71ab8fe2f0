"""Asking for a link: what is kept of it, and whether it is sent."""

from datetime import timedelta

import pytest

from services.identity.usecases.forget_contacts import ForgetContacts
from services.identity.usecases.telling import said_now
from tests.fakes.subscriptions import (
    NOON,
    a_request,
    a_subscription,
)

SECOND = timedelta(seconds=1)


def test_what_is_kept_of_a_link_is_its_digest_alone(ask_look, stores) -> None:
    token = ask_look().variables["token"]
    assert token not in str(stores.looks.kept)
    assert 64 == len(token)


@pytest.mark.parametrize(
    ("subscription", "request_", "language"),
    [
        (None, None, None),
        (a_subscription().stopped(NOON).forgotten(), None, None),
        (a_subscription(language="cy"), None, "cy"),
        (a_subscription().stopped(NOON), None, "en"),
        (None, a_request(language="cy"), "cy"),
    ],
    ids=["unknown", "forgotten", "known", "stopped", "asked"],
)
def test_a_link_is_sent_only_where_something_is_held(
    ask_look, unit_of_work, stores, subscription, request_, language
) -> None:
    if subscription:
        stores.subscriptions.add(subscription)
    if request_:
        stores.subscription_requests.add(request_)
    mail = ask_look()
    with unit_of_work() as tx:
        said = said_now(tx, mail)
    assert language == (said and said.language)
    assert said is None or said.variables["token"] == mail.variables["token"]


def test_what_was_asked_for_is_forgotten_in_a_day(ask_look, unit_of_work, stores, clock) -> None:
    ask_look()
    forget = ForgetContacts(unit_of_work=unit_of_work, clock=clock)
    clock.moment = NOON + timedelta(days=1)
    forget()
    assert 1 == len(stores.looks.kept)
    clock.moment += SECOND
    forget()
    assert [] == stores.looks.kept
