"""What was added on the way of a cascade reaches those in its branch, and nobody else."""

from dataclasses import replace
from uuid import uuid4

import pytest

from isp.alerts.v1 import alerts_events_pb2
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.context_messages import context_added_to_pb
from services.alerts.domain.cascade import Context, Step, rows_of
from services.alerts.domain.events import ContextAdded
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.stream.context_entry import CONTEXT, ForAnyone, context_entry_from
from services.alerts.inbound.stream.entry import ENDED, ISSUED, Entry, entry_from
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.who import TicketHolder
from services.alerts.messages import alert_to_pb, marking_to_pb
from tests.fakes.alerts import issued, person, updated
from tests.fakes.plumbing import SetClock, a_row
from tests.unit.alerts.cascaded import ALONG
from tests.unit.alerts.stream.stage import NOON, MemoryLine

WORD = Context(text="Use the back gate.", tlp=Tlp.CLEAR, text_cy="Y giât gefn.")
OUT = issued(**ALONG)


def told(alert=OUT, context=WORD, region="LON", sector="retail", **given) -> Entry:
    step = Step(
        alert_id=alert.alert_id,
        digest=alert.digest,
        region=region,
        sector=sector,
        given_at=NOON,
        done_at=NOON,
        context=context,
        version=2,
    )
    event = context_added_to_pb(ContextAdded(alert, step, context))
    for name, value in given.items():
        getattr(event, name).CopyFrom(value)
    return context_entry_from(CONTEXT, str(uuid4()), event.SerializeToString())


def reader(region: str, sector: str = "retail", tier: Tier = Tier.REGISTERED):
    return person("x", tier=tier, regions=frozenset({region}), sectors=frozenset({sector}))


def test_only_those_in_the_branch_get_it_and_nobody_without_an_account() -> None:
    sector, region = told(), told(sector="")
    assert sector.visible_to(reader("LON"))
    assert region.visible_to(reader("LON"))
    for other in (ANONYMOUS, reader("SCO"), reader("SE"), reader("LON", tier=Tier.PUBLIC)):
        assert not sector.visible_to(other)
        assert not region.visible_to(other)
    assert not sector.visible_to(reader("LON", "food-drink"))


def test_a_region_that_the_alert_requires_gives_way_to_the_branch_and_widens_nothing() -> None:
    both = [AudienceRow(Mode.MUST_BE, Kind.REGION, each) for each in ("LON", "SCO")]
    rows = rows_of(("LON", ""), [AudienceRow(Mode.INCLUDE, Kind.EVERYONE), *both])
    assert [AudienceRow(Mode.MUST_BE, Kind.REGION, "LON")] == [
        each for each in rows if each.mode is Mode.MUST_BE
    ]


def test_what_is_tighter_than_the_alert_is_for_those_who_may_see_it() -> None:
    amber = told(context=replace(WORD, tlp=Tlp.AMBER))
    assert not amber.visible_to(reader("LON"))
    assert amber.visible_to(reader("LON", tier=Tier.VERIFIED))


def test_words_that_would_be_for_anyone_are_shown_to_nobody() -> None:
    with pytest.raises(ForAnyone):
        told(marking=marking_to_pb(Marking.clear()))


def test_it_says_both_languages_and_names_nobody_and_a_drill_says_so() -> None:
    line = MemoryLine()
    line.write(told().wire)
    (event,) = line.events()
    said = event.json()
    assert ("context", str(OUT.alert_id), "retail") == (
        event.kind,
        said["alert_id"],
        said["sector"],
    )
    assert {"text": WORD.text, "text_cy": WORD.text_cy, "tlp": "CLEAR"} == said["context"]
    assert "approver" not in str(said)
    drill = issued(**ALONG, cap_status=CapStatus.EXERCISE)
    line.write(told(drill).wire)
    assert all(
        each.startswith("EXERCISE")
        for each in line.events()[-1].json()["context"].values()
        if each != "CLEAR"
    )
    assert told(issued(**ALONG, cap_status=CapStatus.TEST)).test


def alert_entry(alert, ended: bool = False) -> Entry:
    kind = alerts_events_pb2.AlertEnded if ended else alerts_events_pb2.AlertIssued
    payload = kind(alert=alert_to_pb(alert)).SerializeToString()
    return entry_from(ENDED if ended else ISSUED, str(uuid4()), payload)


def opened(hub: Hub, clock: SetClock) -> MemoryLine:
    subject, line = str(uuid4()), MemoryLine()
    row = a_row(subject, regions=frozenset({"LON"}), sectors=frozenset({"retail"}))
    hub.enter(line, TicketHolder(subject, 1, clock.now()), row, None, b"")
    return line


def words(line: MemoryLine) -> int:
    return sum(event.kind == "context" for event in line.events())


@pytest.mark.parametrize("how", ["an update", "the end"])
def test_it_is_over_with_the_message_beside_which_it_stands(how: str) -> None:
    clock = SetClock()
    hub = Hub(clock)
    there = opened(hub, clock)
    hub.publish(alert_entry(OUT))
    assert 1 == hub.publish(told())
    assert 1 == words(there) == words(opened(hub, clock))
    if how == "an update":
        _, update = updated(OUT, **ALONG)
        hub.publish(alert_entry(update))
        assert 0 == hub.publish(told(sector=""))
        assert 2 == hub.publish(told(update, sector=""))
    else:
        hub.publish(alert_entry(OUT.withdraw(by="duty", why="w", at=NOON), ended=True))
        assert 0 == hub.publish(told(sector=""))
    assert (how == "an update") == words(opened(hub, clock))
