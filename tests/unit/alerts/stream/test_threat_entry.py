"""A change of a threat level reaches everyone with a stream open, once; the last one wins."""

from datetime import timedelta
from uuid import uuid4

import pytest

from isp.alerts.v1 import alerts_events_pb2
from kernel.principals import ANONYMOUS
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel, wording_of
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.standing import SILENCE
from services.alerts.inbound.stream.threat_entry import THREAT_LEVEL, threat_entry_from
from services.alerts.inbound.stream.who import Anyone, TicketHolder
from services.alerts.threat_messages import standing_to_pb
from tests.fakes.alerts import READER
from tests.fakes.plumbing import SetClock, a_row
from tests.fakes.threat_levels import approved, in_force
from tests.unit.alerts.stream.stage import NOON, MemoryLine, entry

FIRST = in_force(approved(NOON))
SECOND = in_force(approved(NOON, follows=FIRST, level=ThreatLevel.SEVERE))


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def hub(clock: SetClock) -> Hub:
    return Hub(clock)


def told(level=FIRST) -> Entry:
    standing = standing_to_pb(level, wording_of(level.level, level.set_at))
    payload = alerts_events_pb2.ThreatLevelChanged(standing=standing).SerializeToString()
    return threat_entry_from(THREAT_LEVEL, str(uuid4()), payload)


def opened(hub: Hub, last_id: str | None = None) -> MemoryLine:
    line = MemoryLine()
    hub.enter(line, Anyone(), None, last_id, b"")
    return line


def levels(line: MemoryLine) -> list[str]:
    return [event.json()["level"] for event in line.events() if event.kind == "threat-level"]


def test_it_says_everything_that_anyone_may_read_and_names_nobody() -> None:
    made = told()
    assert made.visible_to(ANONYMOUS)
    assert made.visible_to(READER)
    line = MemoryLine()
    line.write(made.wire)
    (event,) = line.events()
    assert ("threat-level", made.event_id) == (event.kind, event.event_id)
    assert {
        "series": "NATIONAL",
        "version": 1,
        "level": "SUBSTANTIAL",
        "wording": {"en": "An attack is likely", "cy": "Mae ymosodiad yn debygol"},
        "response": ResponseLevel.HEIGHTENED.value,
        "response_meaning": event.json()["response_meaning"],
        "since": "2026-11-24T12:00:00.000Z",
        "set_at": "2026-11-24T12:00:00.000Z",
    } == event.json()
    assert {"en", "cy"} == event.json()["response_meaning"].keys()


def test_everyone_connected_gets_a_change_and_whoever_comes_later_gets_what_stands(
    hub: Hub, clock: SetClock
) -> None:
    there, subject = opened(hub), str(uuid4())
    person = MemoryLine()
    row = a_row(subject)
    hub.enter(person, TicketHolder(subject, 1, clock.now()), row, None, b"")
    assert 2 == hub.publish(told())
    assert 2 == hub.publish(told(SECOND))
    assert ["SUBSTANTIAL", "SEVERE"] == levels(there) == levels(person)
    clock.pass_(days=400)
    assert ["SEVERE"] == levels(opened(hub))


def test_a_change_that_comes_twice_or_late_is_shown_once(hub: Hub) -> None:
    line = opened(hub)
    for level in (SECOND, FIRST, SECOND):
        hub.publish(told(level))
    assert ["SEVERE"] == levels(line)


def test_who_comes_back_gets_the_change_that_they_missed(hub: Hub) -> None:
    alert = entry(expires_at=NOON + timedelta(hours=1))
    hub.publish(alert)
    hub.publish(told())
    assert ["SUBSTANTIAL"] == levels(opened(hub, alert.event_id))


def test_while_identity_is_silent_it_comes_all_the_same(hub: Hub, clock: SetClock) -> None:
    subject, line = str(uuid4()), MemoryLine()
    hub.enter(line, TicketHolder(subject, 1, clock.now()), a_row(subject), None, b"")
    clock.pass_(seconds=SILENCE.total_seconds() + 1)
    hub.tick()
    hub.publish(told())
    assert ["SUBSTANTIAL"] == levels(line)
