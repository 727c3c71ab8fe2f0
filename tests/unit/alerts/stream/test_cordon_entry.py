"""A change of a cordon reaches whoever its alert is for, and is over with its thread."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from isp.alerts.v1 import alerts_events_pb2
from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.cordon_messages import MOST_POINTS_TOLD, cordon_changed_to_pb
from services.alerts.domain.area import Polygon
from services.alerts.inbound.stream.cordon_entry import CORDON, cordon_entry_from
from services.alerts.inbound.stream.entry import ENDED, entry_from
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.who import Anyone
from services.alerts.messages import alert_to_pb
from tests.fakes.alerts import READER, issued, person
from tests.fakes.cordons import live_cordon
from tests.fakes.plumbing import SetClock
from tests.unit.alerts.stream.stage import NOON, MemoryLine

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


def told(cordon, alert):
    payload = cordon_changed_to_pb(cordon, alert).SerializeToString()
    return cordon_entry_from(CORDON, str(uuid4()), payload)


def said(entry):
    line = MemoryLine()
    line.write(entry.wire)
    (event,) = line.events()
    return event


def test_it_says_where_and_when_the_next_word_is_due_and_names_nobody() -> None:
    alert = issued()
    event = said(told(live_cordon(alert, NOON), alert))
    cordon = event.json()
    assert ("cordon", "LIVE", "Actual") == (event.kind, cordon["status"], cordon["cap_status"])
    assert (str(alert.alert_id), "2026-11-24T13:00:00.000Z") == (
        cordon["alert_id"],
        cordon["next_update_due"],
    )
    assert [-0.1, 51.5] == cordon["shape"]["polygon"]["coordinates"][0][0]
    assert "approver" not in str(cordon)
    assert "holder" not in cordon


def test_only_whoever_may_read_the_alert_gets_it() -> None:
    open_to_all, amber = issued(), issued(marking=AMBER)
    assert told(live_cordon(open_to_all, NOON), open_to_all).visible_to(ANONYMOUS)
    entry = told(live_cordon(amber, NOON), amber)
    london = person("x", tier=Tier.VERIFIED, regions=frozenset({"LON"}))
    assert not entry.visible_to(READER)
    assert entry.visible_to(london)
    assert not entry.visible_to(replace(london, regions=frozenset({"SCO"})))


def test_a_line_of_very_many_points_is_read_where_it_is_kept() -> None:
    alert = issued()
    up = [51 + n / 1_000_000 for n in range(MOST_POINTS_TOLD)]
    ring = Polygon.of([*up, 51.0, 51.0], [*[0.1] * len(up), 0.0, 0.1])
    event = said(told(live_cordon(alert, NOON, polygon=ring.text), alert))
    assert event.json()["shape"]["polygon"] is None


@pytest.fixture
def hub() -> Hub:
    return Hub(SetClock())


def opened(hub: Hub) -> list[str]:
    line = MemoryLine()
    hub.enter(line, Anyone(), None, None, b"")
    return [each.kind for each in line.events() if each.kind in {"cordon", "alert-ended"}]


def test_who_comes_later_gets_the_last_word_of_each_cordon_until_its_alert_ends(hub) -> None:
    alert = issued()
    live = live_cordon(alert, NOON)
    hub.publish(told(live, alert))
    renewed = live.renew(by="approver", due=NOON + timedelta(hours=2), at=NOON)
    hub.publish(told(renewed, alert))
    hub.publish(told(live, alert))
    assert ["cordon"] == opened(hub)
    over = alert.withdraw(by="approver", why="w", at=NOON)
    payload = alerts_events_pb2.AlertEnded(alert=alert_to_pb(over)).SerializeToString()
    hub.publish(entry_from(ENDED, str(uuid4()), payload))
    assert [] == opened(hub)


def test_a_lifted_one_is_told_to_who_is_there_and_not_to_who_comes_later(hub) -> None:
    alert = issued()
    live = live_cordon(alert, NOON)
    hub.publish(told(live, alert))
    line = MemoryLine()
    hub.enter(line, Anyone(), None, None, b"")
    lifts = live.lift(by="author", authority_reference="R", at=NOON)
    hub.publish(told(lifts.confirm(by="second", read=lifts.change_digest, at=NOON), alert))
    assert ["LIVE", "LIFTED"] == [e.json()["status"] for e in line.events() if e.kind == "cordon"]
    assert [] == opened(hub)
