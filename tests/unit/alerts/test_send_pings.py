"""Pings are posted once, and say nothing of any alert."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from services.alerts.domain.delivery import Outcome, State
from services.alerts.domain.ping import Ping
from services.alerts.usecases.forget_deliveries import KEPT
from services.alerts.usecases.forget_pings import ForgetPings
from services.alerts.usecases.send_pings import SendPings
from tests.fakes.alerts import NOON
from tests.fakes.webhooks import MemoryPoster, registered


@pytest.fixture
def poster() -> MemoryPoster:
    return MemoryPoster()


@pytest.fixture
def send(unit_of_work, clock, poster) -> SendPings:
    return SendPings(unit_of_work=unit_of_work, poster=poster, clock=clock)


def asked(stores, there, **given) -> Ping:
    ping = Ping(**{"ping_id": uuid4(), "webhook_id": there.webhook_id, "asked_at": NOON} | given)
    stores.webhooks.keep_ping(ping)
    return ping


def test_it_goes_out_even_to_an_endpoint_that_is_disabled(send, stores, poster) -> None:
    there = registered(stores, disabled_at=NOON, disabled_why="status 410")
    ping = asked(stores, there)
    assert (1, None) == (send(), send())
    ((_, message_id, body),) = poster.taken
    assert ping.ping_id == message_id
    assert ("webhook.ping", {"webhook_id": str(there.webhook_id)}) == (
        json.loads(body)["type"],
        json.loads(body)["data"],
    )
    assert State.SENT is stores.webhooks.ping(ping.ping_id).state


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.LATER, State.DEAD),
        (Outcome.UNKNOWN, State.UNKNOWN),
        (Outcome.NO_ADDRESS, State.PERMANENT),
    ],
)
def test_it_is_tried_once_and_disables_nothing(send, stores, poster, outcome, state) -> None:
    there = registered(stores)
    ping = asked(stores, there)
    poster.answers = [outcome]
    send()
    assert send() is None
    assert (state, outcome.value) == (
        stores.webhooks.ping(ping.ping_id).state,
        stores.webhooks.ping(ping.ping_id).why,
    )
    assert there == stores.webhooks.find(there.webhook_id)


def test_of_one_whose_sender_died_nobody_knows(send, stores, clock, poster) -> None:
    ping = asked(stores, registered(stores)).begun(NOON)
    stores.webhooks.keep_ping(ping)
    assert send() is None
    clock.pass_(minutes=2)
    assert send() is None
    assert State.UNKNOWN is stores.webhooks.ping(ping.ping_id).state
    assert [] == poster.taken


def test_old_ones_are_forgotten(unit_of_work, stores, clock) -> None:
    there = registered(stores)
    asked(stores, there, asked_at=NOON - KEPT - timedelta(seconds=1))
    young = asked(stores, there)
    assert 1 == ForgetPings(unit_of_work=unit_of_work, clock=clock)()
    assert [young] == list(stores.webhooks.pings.values())
