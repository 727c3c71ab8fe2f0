"""What is due is handed over, after a last look whether it may be."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import Delivery, HandOver, Outcome, State
from services.alerts.domain.device import Registration
from services.alerts.domain.message import Message
from services.alerts.domain.push import PushSubscription
from services.alerts.domain.recipient import Address, Channel, Recipient
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.queue_deliveries import SUPERSEDED
from services.alerts.usecases.send_deliveries import BATCH, LEASE, SLICE, SendDeliveries
from tests.fakes.alerts import NOON, issued, updated
from tests.fakes.deliveries import MemoryMeasures, MemorySender, account, recipient
from tests.fakes.devices import app, device

ADDRESS = "shop@corner.example"


@pytest.fixture
def sender() -> MemorySender:
    return MemorySender()


@pytest.fixture
def measures() -> MemoryMeasures:
    return MemoryMeasures()


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


def waiting(stores, to: Recipient | None = None, alert=None) -> Delivery:
    """Queue an alert for somebody, as QueueDeliveries does."""
    there, out = to or recipient(), alert or issued()
    if there.recipient_id not in stores.recipients.kept:
        stores.recipients.keep(there)
    stores.alerts.kept.setdefault(out.alert_id, out)
    channel = there.addresses[0].channel
    row = Delivery.queued(uuid4(), out, there.recipient_id, channel, at=NOON)
    stores.deliveries.add([row])
    return row


def now(stores, row: Delivery) -> Delivery:
    found = stores.deliveries.find(row.delivery_id)
    assert found is not None
    return found


def test_what_is_due_goes_out_once_under_its_own_reference(send, stores, sender) -> None:
    row = waiting(stores)
    assert (1, None) == (send(), send())
    ((to, message, reference),) = sender.taken
    assert (ADDRESS, row.delivery_id) == (to, reference)
    assert "Demonstration" in message.subject
    assert (State.SENT, "p-1") == (now(stores, row).state, now(stores, row).provider_id)


def test_the_other_channel_is_left_alone(send, stores, sender) -> None:
    waiting(stores, recipient("+447700900123"))
    assert send() is None
    assert [] == sender.taken


def test_a_text_is_written_as_a_text(unit_of_work, stores, clock, measures, sender) -> None:
    waiting(stores, recipient("+447700900123"))
    send = SendDeliveries(
        unit_of_work=unit_of_work,
        channel=Channel.SMS,
        sender=sender,
        measures=measures,
        clock=clock,
        public_url="https://isp.example",
        links=LinkSealer("secret"),
    )
    assert 1 == send()
    ((to, message, _),) = sender.taken
    assert ("+447700900123", "") == (to, message.subject)
    assert "reply STOP" in message.text


def test_the_most_urgent_is_sent_first(send, stores, sender) -> None:
    for severity in (Severity.MINOR, Severity.EXTREME, Severity.SEVERE):
        waiting(stores, alert=issued(severity=severity, headline=severity.value))
    send()
    assert ["Extreme", "Severe", "Minor"] == [
        each.subject.partition(" ")[0] for _, each, _ in sender.taken
    ]


def test_a_sender_of_its_own_looks_at_what_is_urgent_only(send, stores, sender) -> None:
    waiting(stores, alert=issued(severity=Severity.MODERATE))
    waiting(stores, alert=issued(severity=Severity.SEVERE, headline="Urgent"))
    assert 1 == replace(send, up_to=1)()
    assert ["Severe alert: Urgent"] == [each.subject for _, each, _ in sender.taken]


def _stopped(stores, row) -> None:
    stores.recipients.keep(Recipient.stopped(row.recipient_id, 2))


def _suspended(stores, row) -> None:
    stores.recipients.suspend(row.recipient_id, Channel.EMAIL, "550", version=None)


def _ended(stores, row) -> None:
    alert = stores.alerts.get(row.alert_id)
    stores.alerts.save(alert.withdraw(by="approver", why="wrong town", at=NOON))


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (_stopped, "the recipient stopped"),
        (_suspended, "the address is suspended"),
        (_ended, "the alert ended"),
    ],
)
def test_what_may_not_be_sent_any_more_is_not(
    send, stores, sender, measures, meanwhile, why
) -> None:
    row = waiting(stores)
    meanwhile(stores, row)
    assert 1 == send()
    assert [] == sender.taken
    assert (State.DROPPED, why) == (now(stores, row).state, now(stores, row).why)
    assert [State.DROPPED] == measures.states


def test_the_last_look_is_at_the_moment_of_each_hand_over(send, stores, sender) -> None:
    """Not at the moment of the claim: the first hand-over ends the alert of the second."""
    first, second = waiting(stores), waiting(stores, recipient("other@corner.example"))
    take = sender.send

    def and_end(to: str, message: Message, reference) -> HandOver:
        _ended(stores, second)
        return take(to, message, reference)

    sender.send = and_end
    send()
    assert [State.SENT, State.DROPPED] == [now(stores, each).state for each in (first, second)]


def test_a_downgraded_account_gets_nothing_restricted_but_clear_messages_still(
    send, stores, sender
) -> None:
    to = recipient(subject="one", stop_token="")
    stores.recipients.accounts["one"] = account()
    amber = issued(marking=Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED))
    restricted = waiting(stores, to, amber)
    clear = waiting(stores, to, issued())
    stores.recipients.accounts["one"] = account(active=False)
    send()
    assert "may not read it" in now(stores, restricted).why
    assert State.SENT is now(stores, clear).state
    assert [ADDRESS] == sender.reached


def test_nothing_goes_out_after_the_alerts_time(send, stores, sender, clock) -> None:
    """Though the clock that ends alerts is late."""
    row = waiting(stores)
    clock.pass_(hours=7)
    send()
    assert [] == sender.taken
    assert (State.DROPPED, "out of time") == (now(stores, row).state, now(stores, row).why)


def test_an_end_is_told_after_the_alert_is_over(send, stores, sender) -> None:
    over = issued().withdraw(by="approver", why="wrong town", at=NOON)
    row = waiting(stores, alert=over)
    send()
    assert State.SENT is now(stores, row).state
    assert "in error" in sender.taken[0][1].text


def test_a_provider_that_is_away_is_asked_once_and_everything_waits(
    send, stores, sender, clock
) -> None:
    rows = [waiting(stores, recipient(f"{number}@corner.example")) for number in range(3)]
    sender.answers = [Outcome.AWAY]
    assert send() is None
    assert [] == sender.taken
    assert {(State.QUEUED, 0)} == {(now(stores, e).state, now(stores, e).attempts) for e in rows}
    clock.pass_(seconds=6)
    assert 3 == send()
    assert 3 == len(sender.reached)


def test_an_unknown_outcome_is_tried_again_under_the_same_reference_and_counted(
    send, stores, sender, clock
) -> None:
    row = waiting(stores)
    sender.answers = [Outcome.UNKNOWN]
    send()
    assert State.UNKNOWN is now(stores, row).state
    clock.pass_(minutes=1)
    send()
    assert [row.delivery_id] * 2 == [reference for _, _, reference in sender.taken]
    assert (State.SENT, 1) == (now(stores, row).state, now(stores, row).possible_repeats)


def test_an_address_that_does_not_exist_is_suspended(send, stores, sender) -> None:
    to = recipient()
    first = waiting(stores, to)
    sender.answers = [Outcome.NO_ADDRESS]
    send()
    second = waiting(stores, to)
    send()
    assert [State.PERMANENT, State.DROPPED] == [now(stores, e).state for e in (first, second)]
    assert [Address(channel=Channel.EMAIL, address=ADDRESS, suspended=True)] == list(
        stores.recipients.kept[to.recipient_id].addresses
    )


def test_a_message_that_is_refused_suspends_nobody_and_is_said_loudly(
    send, stores, sender, measures
) -> None:
    to = recipient()
    waiting(stores, to)
    sender.answers = [Outcome.REFUSED]
    send()
    assert not stores.recipients.kept[to.recipient_id].addresses[0].suspended
    assert ["REFUSED"] == measures.refusals


def test_a_slow_batch_gives_the_rest_back_for_what_is_more_urgent(
    send, stores, sender, clock
) -> None:
    bulk = issued(severity=Severity.MINOR)
    for number in range(BATCH):
        waiting(stores, recipient(f"{number}@corner.example"), bulk)
    take = sender.send

    def slowly(to: str, message: Message, reference) -> HandOver:
        clock.pass_(seconds=1)
        if len(sender.taken) == 1:
            waiting(stores, recipient("first@corner.example"), issued(severity=Severity.EXTREME))
        return take(to, message, reference)

    sender.send = slowly
    while send() is not None:
        pass
    assert "first@corner.example" == sender.reached[int(SLICE.total_seconds())]
    assert BATCH + 1 == len(set(sender.reached)) == len(sender.reached)


def test_who_comes_too_late_with_an_outcome_changes_nothing(
    send, stores, sender, clock, unit_of_work
) -> None:
    row = waiting(stores)
    take = sender.send

    def and_lose(to: str, message: Message, reference) -> HandOver:
        clock.pass_(seconds=LEASE.total_seconds() + 1)
        for lost in stores.deliveries.lost(clock.now(), most=9):
            stores.deliveries.save(lost.lost(clock.now()))
        return take(to, message, reference)

    sender.send = and_lose
    send()
    assert State.UNKNOWN is now(stores, row).state
    assert timedelta(0) < now(stores, row).due_at - clock.now()


def _update_of(stores, alert, **given):
    """Let an update take an alert's place, and queue it for whoever got the alert."""
    after, update = updated(alert, **given)
    stores.alerts.kept |= {after.alert_id: after, update.alert_id: update}
    return update


def test_what_an_update_replaced_is_sent_to_nobody_any_more(send, stores, sender) -> None:
    row = waiting(stores, alert=(out := issued()))
    _update_of(stores, out)
    assert 1 == send()
    assert [] == sender.taken
    assert (State.DROPPED, SUPERSEDED) == (now(stores, row).state, now(stores, row).why)


def test_who_had_the_former_and_may_not_read_the_update_is_told_without_its_title(
    send, stores, sender
) -> None:
    """Nobody else hears of it."""
    out, to, other = issued(), recipient(), recipient("other@corner.example")
    waiting(stores, to, out)
    assert 1 == send()
    strict = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    update = _update_of(stores, out, headline="TITLE", marking=strict)
    waiting(stores, to, update)
    barred = waiting(stores, other, update)
    assert 2 == send()
    ((_, _, _), (told, message, _)) = sender.taken
    assert ADDRESS == told
    assert "TITLE" not in message.subject + message.text
    assert "the recipient may not read it any more" == now(stores, barred).why


@pytest.mark.parametrize(
    ("address", "sent"), [("shop@corner.example", True), ("shop@corner.co.uk", False)]
)
def test_a_test_is_handed_over_for_a_simulators_address_only(
    send, stores, sender, address: str, *, sent: bool
) -> None:
    """Also when the address became a real one since it was queued."""
    row = waiting(stores, recipient(address), issued(cap_status=CapStatus.TEST))
    assert 1 == send()
    assert sent == bool(sender.taken)
    assert sent == (now(stores, row).state is State.SENT)


@pytest.mark.parametrize("address", [ADDRESS, "+447700900123"])
def test_who_is_asked_gets_a_link_of_their_own(
    unit_of_work, stores, clock, measures, sender, address
) -> None:
    to, alert = recipient(address), issued(asks_answer=True)
    waiting(stores, to, alert)
    links = LinkSealer("secret")
    SendDeliveries(
        unit_of_work=unit_of_work,
        channel=to.addresses[0].channel,
        sender=sender,
        measures=measures,
        clock=clock,
        public_url="https://isp.example",
        links=links,
    )()
    ((_, message, _),) = sender.taken
    token = re.search(r"/alerts/answer\?token=([\w-]+)", message.text).group(1)
    link = links.open(token)
    assert (alert.alert_id, to.recipient_id) == (link.thread_id, link.recipient_id)
    assert alert.content.expires_at == link.ends_at


_BROWSER = PushSubscription(endpoint="https://push.example/abc", p256dh="key", auth="secret")
_APP = Registration(token=app(), name="", language="en")


@pytest.mark.parametrize(
    ("to", "channel"),
    [
        (_BROWSER.recipient("one", version=1, language="en"), Channel.WEB_PUSH),
        (device().recipient(_APP, version=1), Channel.MOBILE_PUSH),
    ],
)
def test_a_notification_carries_no_link_by_which_one_answers(
    unit_of_work, stores, clock, measures, sender, to, channel
) -> None:
    """A screen shows it to whoever looks; it opens the page, where who is signed in answers."""
    waiting(stores, to, issued(asks_answer=True))
    SendDeliveries(
        unit_of_work=unit_of_work,
        channel=channel,
        sender=sender,
        measures=measures,
        clock=clock,
        public_url="https://isp.example",
        links=LinkSealer("secret"),
    )()
    ((_, message, _),) = sender.taken
    assert json.loads(message.text)["url"].startswith("/alerts/")
    assert "token=" not in message.text
    assert "alerts/answer" not in message.text


def test_nobody_is_asked_who_need_not_answer_or_of_an_end(send, stores, sender) -> None:
    waiting(stores, alert=issued())
    over = issued(asks_answer=True).withdraw(by="approver", why="wrong", at=NOON)
    waiting(stores, alert=over)
    while send() is not None:
        pass
    assert 2 == len(sender.taken)
    assert not any("alerts/answer" in message.text for _, message, _ in sender.taken)
