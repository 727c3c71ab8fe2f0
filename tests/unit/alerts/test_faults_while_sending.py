"""A delivery that we cannot hand over, by a fault of ours, holds up none behind it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import Unavailable
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import FAULT_PAUSE, Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.outbound.pinned_posts import PinnedPosts
from services.alerts.outbound.signed_posts import SignedPosts
from services.alerts.usecases.send_deliveries import SendDeliveries
from services.alerts.usecases.send_webhooks import SendWebhooks
from services.alerts.usecases.webhook_ports import Post
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import MemoryMeasures, MemorySender, recipient
from tests.fakes.webhooks import MemoryPoster, PlainSecrets, registered, webhook


@pytest.fixture
def measures() -> MemoryMeasures:
    return MemoryMeasures()


@pytest.fixture
def sender() -> MemorySender:
    return MemorySender()


@pytest.fixture
def poster(clock) -> MemoryPoster:
    return MemoryPoster(clock)


@pytest.fixture
def send(unit_of_work, clock, sender, measures) -> SendDeliveries:
    return SendDeliveries(
        unit_of_work=unit_of_work,
        channel=Channel.EMAIL,
        sender=sender,
        measures=measures,
        clock=clock,
        public_url="https://isp.example",
        links=LinkSealer("secret"),
    )


@pytest.fixture
def post(unit_of_work, clock, poster, measures) -> SendWebhooks:
    return SendWebhooks(
        unit_of_work=unit_of_work,
        poster=poster,
        measures=measures,
        clock=clock,
        public_url="https://isp.example",
    )


def queued(stores, channel: Channel, **given: Any) -> Delivery:
    """Queue an alert for somebody; it is kept unless it cannot be read."""
    out = issued(severity=Severity.MINOR)
    if given.pop("readable", True):
        stores.alerts.kept[out.alert_id] = out
    if channel is Channel.WEBHOOK:
        to = registered(stores).webhook_id
    else:
        there = recipient()
        stores.recipients.keep(there)
        to = there.recipient_id
    row = Delivery.queued(uuid4(), out, to, channel, at=NOON)
    stores.deliveries.add([row])
    return row


def state(stores, row: Delivery) -> State:
    return stores.deliveries.kept[row.delivery_id].state


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.WEBHOOK])
def test_one_that_cannot_be_read_is_put_off_and_the_others_go_out(
    send, post, stores, clock, measures, channel
) -> None:
    """It is claimed before the others each time, and was before them for ever."""
    bad = queued(stores, channel, readable=False)
    good = [queued(stores, channel) for _ in range(3)]
    act = post if channel is Channel.WEBHOOK else send
    assert 4 == act()
    assert [State.SENT] * 3 == [state(stores, each) for each in good]
    there = stores.deliveries.kept[bad.delivery_id]
    assert (State.QUEUED, NOON + FAULT_PAUSE, 0) == (there.state, there.due_at, there.attempts)
    assert ["AlertNotFound"] == [type(each).__name__ for each in measures.faults]
    assert act() is None
    clock.moment += FAULT_PAUSE
    assert 1 == act()
    assert 2 == len(measures.faults)


def test_one_that_is_never_mended_is_given_up_when_its_time_is_over(send, stores, clock) -> None:
    bad = queued(stores, Channel.EMAIL, readable=False)
    clock.moment = bad.send_by - FAULT_PAUSE + timedelta(seconds=1)
    send()
    assert State.DEAD is state(stores, bad)


def test_a_fault_while_it_is_handed_over_leaves_it_unknown_and_the_others_go_out(
    send, stores, sender, measures, monkeypatch
) -> None:
    bad, good = queued(stores, Channel.EMAIL), queued(stores, Channel.EMAIL)
    take = MemorySender.send

    def fail_once(self, to, message, reference):
        if reference == bad.delivery_id:
            raise RuntimeError("a fault")
        return take(self, to, message, reference)

    monkeypatch.setattr(MemorySender, "send", fail_once)
    assert 2 == send()
    assert (State.UNKNOWN, State.SENT) == (state(stores, bad), state(stores, good))
    assert 1 == stores.deliveries.kept[bad.delivery_id].attempts
    assert ["RuntimeError"] == [type(each).__name__ for each in measures.faults]


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.WEBHOOK])
def test_a_record_that_is_away_is_no_fault_of_the_delivery(
    send, post, stores, measures, monkeypatch, channel
) -> None:
    queued(stores, channel)

    def away(*_: object, **__: object) -> None:
        raise Unavailable("away")

    monkeypatch.setattr(type(stores.alerts), "get", away)
    act = post if channel is Channel.WEBHOOK else send
    with pytest.raises(Unavailable):
        act()
    assert [] == measures.faults


def test_a_fault_with_one_post_ends_none_of_the_others(clock, monkeypatch) -> None:
    """Else nobody would know of any of them, and all would be posted again."""
    bad = webhook()
    taken = []

    async def handed(self, url, headers, body, meaning):
        if headers["webhook-id"] == str(posts[0].message_id):
            raise RuntimeError("a fault")
        taken.append(headers["webhook-id"])
        return meaning(204)

    monkeypatch.setattr(PinnedPosts, "handed", handed)
    monkeypatch.setattr("services.alerts.outbound.signed_posts.Signer", _Signer)
    posts = [Post(each, uuid4(), "{}") for each in (bad, webhook(), webhook())]
    signed = SignedPosts(posts=PinnedPosts(resolver=None), secrets=PlainSecrets(), clock=clock)
    heard = signed.post_all(posts, until=NOON + timedelta(minutes=1))
    assert ["UNKNOWN", "TAKEN", "TAKEN"] == [each.hand_over.outcome.value for each in heard]
    assert {str(each.message_id) for each in posts[1:]} == set(taken)


class _Signer:
    """Signs anything."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def sign(self, *_: object) -> str:
        return "signed"
