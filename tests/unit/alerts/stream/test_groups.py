"""What is judged once for streams of equal rights reaches each as if it had been judged alone."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.principals import PrincipalRow
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.area import Circle
from services.alerts.domain.whereabouts import Place, Premises
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.session import MOST_AT_ONCE, Session
from services.alerts.inbound.stream.who import Anyone, TicketHolder
from stack.streaming import ServerSentEvent
from tests.fakes.plumbing import SetClock, a_row
from tests.unit.alerts.stream.stage import EVERYONE, MemoryLine, end_of, entry

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
OURS, THEIRS = str(uuid4()), str(uuid4())


@pytest.fixture
def hub() -> Hub:
    return Hub(SetClock())


def person(hub: Hub, last_id: str | None = None, **given: object) -> tuple[MemoryLine, str]:
    line, subject = MemoryLine(), str(uuid4())
    row = a_row(subject, **{"tier": Tier.VERIFIED, "regions": frozenset({"LON"})} | given)
    hub.enter(line, TicketHolder(subject, 1, SetClock().now()), row, last_id, b"")
    return line, subject


def premises_of(organisation_id: str, place: Place) -> Premises:
    return Premises(
        premises_id=uuid4(), organisation_id=organisation_id, version=1, active=True, place=place
    )


def told(line: MemoryLine) -> list[str]:
    return [event.data for event in line.events() if event.kind.startswith("alert")]


def test_members_of_two_organisations_share_a_group_and_not_what_is_for_one(hub: Hub) -> None:
    ours, theirs = person(hub, organisation_id=OURS)[0], person(hub, organisation_id=THEIRS)[0]
    audience = (AudienceRow(Mode.INCLUDE, Kind.ORGANISATION, OURS),)
    hub.publish(for_one := entry(marking=AMBER, audience=audience))
    hub.publish(for_all := entry(marking=AMBER))

    assert 1 == len(hub.members.groups())
    assert [for_one.event_id, for_all.event_id] == ours.ids()
    assert [for_all.event_id] == theirs.ids()
    assert [for_one.event_id, for_all.event_id] == person(hub, organisation_id=OURS)[0].ids()
    assert [for_all.event_id] == person(hub, organisation_id=THEIRS)[0].ids()


def test_premises_where_the_people_are_anyway_leave_a_group_together(hub: Hub) -> None:
    """Else there were as many groups as organisations, and each alert judged as often."""
    here = Place(regions=frozenset({"LON"}), point=(51_500_000, -100_000))
    hub.loaded([OURS, THEIRS], [], [premises_of(OURS, here), premises_of(THEIRS, Place())])
    for each in (OURS, THEIRS):
        person(hub, organisation_id=each)
    person(hub)

    assert 1 == len(hub.members.groups())


def test_who_has_premises_elsewhere_hears_of_that_region_too_and_nobody_besides(hub: Hub) -> None:
    there = Place(regions=frozenset({"WAL"}))
    hub.loaded([OURS, THEIRS], [], [premises_of(OURS, there), premises_of(THEIRS, Place())])
    ours, theirs = person(hub, organisation_id=OURS)[0], person(hub, organisation_id=THEIRS)[0]
    wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    hub.publish(alert := entry(marking=AMBER, audience=wales))

    assert not alert.personal
    assert [alert.event_id] == ours.ids() == person(hub, organisation_id=OURS)[0].ids()
    assert [] == theirs.ids() == person(hub, organisation_id=THEIRS)[0].ids()


def test_one_group_is_told_apart_by_where_its_premises_are_and_what_is_there(hub: Hub) -> None:
    shop = Place(point=(51_500_000, -120_000), premises_type="shop")
    school = Place(point=(53_500_000, -2_200_000), premises_type="school")
    hub.loaded([OURS, THEIRS], [], [premises_of(OURS, shop), premises_of(THEIRS, school)])
    ours, theirs = person(hub, organisation_id=OURS)[0], person(hub, organisation_id=THEIRS)[0]
    around = (AudienceRow(Mode.INCLUDE, Kind.CIRCLE, Circle.of(51.5, -0.12, 2).text),)
    schools = (AudienceRow(Mode.INCLUDE, Kind.PREMISES_TYPE, "school"),)
    hub.publish(near := entry(marking=AMBER, audience=around))
    hub.publish(there := entry(marking=AMBER, audience=schools))

    assert 1 == len(hub.members.groups())
    assert [near.event_id] == ours.ids() == person(hub, organisation_id=OURS)[0].ids()
    assert [there.event_id] == theirs.ids() == person(hub, organisation_id=THEIRS)[0].ids()


def test_only_who_was_shown_an_alert_hears_of_its_end_after_a_downgrade(hub: Hub) -> None:
    """The group was shown the alert; a stream that joined it later was not."""
    first, first_subject = person(hub)
    hub.publish(alert := entry(marking=AMBER))
    late, late_subject = person(hub, last_id=alert.event_id)
    lower = {"tier": Tier.REGISTERED, "rights_version": 2}
    hub.standing.changed([a_row(first_subject, **lower), a_row(late_subject, **lower)])
    hub.publish(end_of(alert))

    assert ["whole", "notice"] == told(first)
    assert [] == told(late)


def test_who_was_shown_an_alert_on_coming_hears_of_its_end_after_a_downgrade(hub: Hub) -> None:
    hub.publish(alert := entry(marking=AMBER))
    line, subject = person(hub)
    hub.standing.changed([a_row(subject, tier=Tier.REGISTERED, rights_version=2)])
    hub.publish(end_of(alert))

    assert ["whole", "notice"] == told(line)


def test_an_end_that_a_whole_group_may_not_read_is_told_to_whom_it_was_shown(hub: Hub) -> None:
    early, _ = person(hub, tier=Tier.REGISTERED)
    hub.publish(alert := entry())
    late, _ = person(hub, last_id=alert.event_id, tier=Tier.REGISTERED)
    hub.publish(entry(alert_id=alert.alert_id, version=4, ended=True, marking=AMBER))

    assert ["whole", "notice"] == told(early)
    assert [] == told(late)


def test_a_technical_test_reaches_nobody_though_it_is_for_everyone(hub: Hub) -> None:
    line, nobody = person(hub)[0], MemoryLine()
    hub.enter(nobody, Anyone(), None, None, b"")
    hub.publish(entry(test=True))

    assert [] == line.ids() == nobody.ids() == person(hub)[0].ids()


def test_what_came_live_does_not_come_again_when_rights_rise(hub: Hub) -> None:
    line, subject = person(hub, tier=Tier.REGISTERED)
    hub.publish(clear := entry())
    hub.publish(hidden := entry(marking=AMBER))
    for version, tier in ((2, Tier.VERIFIED), (3, Tier.REGISTERED), (4, Tier.VERIFIED)):
        hub.standing.changed([a_row(subject, tier=tier, rights_version=version)])

    assert [clear.event_id, hidden.event_id] == line.ids()


def test_a_replay_too_long_for_one_write_goes_at_the_readers_pace(hub: Hub) -> None:
    hub.publish(first := entry())
    wire = b"id: %b\nevent: alert\ndata: " + b"x" * (MOST_AT_ONCE // 3) + b"\n\n"
    missed = [str(uuid4()) for _ in range(4)]
    for event_id in missed:
        hub.publish(entry(event_id=event_id, wire=wire % event_id.encode()))
    line = SlowLine()
    session = hub.enter(line, Anyone(), None, first.event_id, b"")

    assert missed[:1] == line.ids()
    hub.publish(last := entry())
    for _ in range(len(missed)):
        line.congested = False
        hub.moved(session)
    assert [*missed, last.event_id] == line.ids()


class SlowLine(MemoryLine):
    """Is behind after every write."""

    def write(self, data: bytes, /) -> None:
        super().write(data)
        self.congested = data.startswith(b"id: ")


class Streams(RuleBasedStateMachine):
    """People come, fall behind, gain and lose rights while alerts are issued and end."""

    @initialize()
    def begin(self) -> None:
        self.hub = Hub(SetClock())
        self.alerts: list[Entry] = []
        self.lines: list[tuple[MemoryLine, Session, str]] = []
        self.versions = 1
        self.ended: set[str] = set()

    @rule(marking=st.sampled_from([Marking.clear(), AMBER]), organisation=st.booleans())
    def issue(self, marking: Marking, organisation: bool) -> None:
        audience = (AudienceRow(Mode.INCLUDE, Kind.ORGANISATION, OURS),)
        alert = entry(marking=marking, audience=audience if organisation else EVERYONE)
        self.alerts.append(alert)
        self.hub.publish(alert)

    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        current = [each for each in self.alerts if each.alert_id not in self.ended]
        if current:
            alert = data.draw(st.sampled_from(current))
            self.ended.add(alert.alert_id)
            self.hub.publish(end_of(alert))

    @rule(
        tier=st.sampled_from(Tier),
        organisation=st.sampled_from([OURS, THEIRS, None]),
        congested=st.booleans(),
    )
    def come(self, tier: Tier, organisation: str | None, congested: bool) -> None:
        line, subject = MemoryLine(congested=congested), str(uuid4())
        holder = TicketHolder(subject, 1, SetClock().now())
        row = a_row(subject, tier=tier, organisation_id=organisation)
        session = self.hub.enter(line, holder, row, None, b"")
        self.lines.append((line, session, subject))

    @rule(data=st.data(), tier=st.sampled_from(Tier))
    def change(self, data: st.DataObject, tier: Tier) -> None:
        if self.lines:
            _, session, subject = data.draw(st.sampled_from(self.lines))
            self.versions += 1
            known = session.row.organisation_id if isinstance(session.row, PrincipalRow) else None
            row = a_row(subject, tier=tier, organisation_id=known, rights_version=self.versions)
            self.hub.standing.changed([row])

    @rule()
    def all_read(self) -> None:
        for line, session, _ in self.lines:
            line.congested = False
            self.hub.moved(session)

    @invariant()
    def nothing_comes_twice_or_after_its_end_or_unasked(self) -> None:
        for line, _, _ in self.lines:
            ids = line.ids()
            assert len(ids) == len(set(ids))
            self._in_order([each for each in line.events() if each.kind.startswith("alert")])

    def _in_order(self, events: Sequence[ServerSentEvent]) -> None:
        alert_of = {each.event_id: each.alert_id for each in self.hub.ring.since(0)}
        alert_of |= {each.event_id: each.alert_id for each in self.alerts}
        ended, whole = set(), set()
        for event in events:
            alert = alert_of[event.event_id]
            assert alert not in ended, "nothing of an alert comes after its end"
            assert event.data == "whole" or alert in whole, "a notice is for who was shown it"
            whole.add(alert)
            if event.kind == "alert-ended":
                ended.add(alert)

    @invariant()
    def who_keeps_up_has_all_that_is_out_and_for_them(self) -> None:
        out = [each for each in self.alerts if each.alert_id not in self.ended]
        for line, session, _ in self.lines:
            if not line.congested:
                wanted = {each.event_id for each in out if each.visible_to(session.reader)}
                assert wanted <= set(line.ids())


TestStreams = Streams.TestCase
TestStreams.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
