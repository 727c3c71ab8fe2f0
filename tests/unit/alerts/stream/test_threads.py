"""Threads on open streams: an update takes the place of what was shown, for all to whom it was."""

import pytest

from isp.alerts.v1 import alerts_events_pb2
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.stream.entry import ENDED, ISSUED, WHOLE, Entry, entry_from
from services.alerts.inbound.stream.hub import Hub
from services.alerts.messages import alert_to_pb
from tests.fakes.alerts import NOON, issued, updated
from tests.fakes.plumbing import SetClock
from tests.unit.alerts.stream.stage import EVERYONE, MemoryLine
from tests.unit.alerts.stream.test_hub import AMBER, anyone, person, row


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def hub(clock: SetClock) -> Hub:
    return Hub(clock)


def told(alert: Alert, event_id: str = "") -> Entry:
    """The event of an alert, as the stream makes it of the message that came."""
    ended = alert.ending is not None
    kind = alerts_events_pb2.AlertEnded if ended else alerts_events_pb2.AlertIssued
    payload = kind(alert=alert_to_pb(alert)).SerializeToString()
    name = event_id or f"{alert.alert_id}:{alert.version}"
    return entry_from(ENDED if ended else ISSUED, name, payload)


def seen(line: MemoryLine) -> list[tuple[str, str, str]]:
    """What a reader was told, as (kind, status, alert)."""
    return [
        (event.kind, event.json()["status"], event.json()["alert_id"])
        for event in line.events()
        if event.kind.startswith("alert")
    ]


def test_an_update_says_whose_place_it_takes(hub: Hub) -> None:
    _, after = updated(first := issued(audience=EVERYONE), audience=EVERYONE)
    line = anyone(hub)
    for alert in (first, after):
        hub.publish(told(alert))
    assert [("alert", "ISSUED", str(first.alert_id)), ("alert", "ISSUED", str(after.alert_id))] == (
        seen(line)
    )
    *_, event = line.events()
    assert {
        "thread_id": str(first.alert_id),
        "number": 2,
        "earlier": [str(first.alert_id)],
    } == event.json()["thread"]


def test_who_comes_later_gets_the_update_alone(hub: Hub) -> None:
    _, after = updated(first := issued(audience=EVERYONE), audience=EVERYONE)
    for alert in (first, after):
        hub.publish(told(alert))
    assert [("alert", "ISSUED", str(after.alert_id))] == seen(anyone(hub))


@pytest.mark.parametrize("ending", ["withdraw", "expire"])
def test_a_late_original_never_comes_after_an_update_or_its_end(hub: Hub, ending: str) -> None:
    _, after = updated(first := issued(audience=EVERYONE), audience=EVERYONE)
    ended = (
        after.withdraw(by="x", why="w", at=NOON)
        if ending == "withdraw"
        else after.expire(at=after.content.expires_at)
    )
    line = anyone(hub)
    for alert in (ended, after, first):
        hub.publish(told(alert))
    assert [("alert-ended", ended.status.name, str(after.alert_id))] == seen(line)


def test_who_may_not_read_the_update_hears_that_it_is_superseded_and_then_ended(
    hub: Hub, clock: SetClock
) -> None:
    """Each end reaches everyone who was sent the thread, without a word that is not for them."""
    _, after = updated(first := issued(audience=EVERYONE), audience=EVERYONE, marking=AMBER)
    ended = after.withdraw(by="x", why="w", at=NOON)
    below, never = person(hub, row(tier=Tier.REGISTERED), clock), anyone(hub)
    hub.publish(told(first))
    late = anyone(hub)
    for alert in (after, ended):
        hub.publish(told(alert))
    notices = [
        ("alert-ended", "SUPERSEDED", str(after.alert_id)),
        ("alert-ended", "WITHDRAWN", str(after.alert_id)),
    ]
    for line in (below, never, late):
        assert [("alert", "ISSUED", str(first.alert_id)), *notices] == seen(line)
        for event in line.events()[-2:]:
            assert event.json()["content"] is None
            assert [str(first.alert_id)] == event.json()["thread"]["earlier"]
            assert "text" not in event.json()["ending"]


def test_what_was_never_shown_is_not_told_of(hub: Hub) -> None:
    first = issued(audience=EVERYONE, marking=AMBER)
    _, after = updated(first, audience=EVERYONE, marking=AMBER)
    line = anyone(hub)
    for alert in (first, after, after.withdraw(by="x", why="w", at=NOON)):
        hub.publish(told(alert))
    assert [] == seen(line)


def test_an_old_message_told_again_after_its_place_was_taken_is_not_shown(hub: Hub) -> None:
    """Republished into an empty ring, it says itself that it is superseded."""
    before, _ = updated(issued(audience=EVERYONE), audience=EVERYONE)
    line = anyone(hub)
    hub.publish(told(before))
    assert [] == seen(line)
    assert [] == seen(anyone(hub))


def test_a_message_of_before_there_were_threads_is_one_of_its_own(hub: Hub) -> None:
    alert = issued(audience=EVERYONE)
    message = alerts_events_pb2.AlertIssued(alert=alert_to_pb(alert))
    message.alert.ClearField("thread")
    entry = entry_from(ISSUED, "e", message.SerializeToString())
    assert (str(alert.alert_id), (1, alert.version, WHOLE)) == (entry.thread, entry.order)
    assert b'"number":1,"earlier":[]' in entry.wire


def test_a_technical_test_is_shown_to_nobody(hub: Hub, clock: SetClock) -> None:
    test = issued(audience=EVERYONE, cap_status=CapStatus.TEST)
    lines = [anyone(hub), person(hub, row(tier=Tier.TRUSTED), clock)]
    hub.publish(told(test))
    hub.publish(told(test.withdraw(by="x", why="w", at=NOON)))
    assert [[], []] == [seen(line) for line in lines]
