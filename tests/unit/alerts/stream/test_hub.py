"""Who gets what on an open stream, and what changes with rights and with identity's silence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import TokenRefused
from chassis.principals import PrincipalRow
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.errors import TicketRefused
from services.alerts.inbound.stream.hub import (
    LONGEST_SESSION,
    LONGEST_STALL,
    RETRY_MILLISECONDS,
    Hub,
)
from services.alerts.inbound.stream.members import TURNS
from services.alerts.inbound.stream.standing import REMEMBERED, SILENCE
from services.alerts.inbound.stream.who import Anyone, TicketHolder
from stack.streaming import EventReader
from tests.fakes.plumbing import SetClock, a_row
from tests.unit.alerts.stream.stage import EVERYONE, MemoryLine, end_of, entry

LONDON = (AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),)
AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
SUBJECT = str(uuid4())


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def hub(clock: SetClock) -> Hub:
    return Hub(clock)


def assert_sent_away(line: MemoryLine) -> None:
    """The stream ended with an event that says when to come back, and changes no id."""
    reader = EventReader()
    *_, farewell = reader.feed(line.written)
    assert line.ended
    assert "reconnect" == farewell.kind
    assert {"retry_milliseconds": reader.retry_milliseconds} == farewell.json()


def anyone(hub: Hub, last_id: str | None = None) -> MemoryLine:
    line = MemoryLine()
    hub.enter(line, Anyone(), None, last_id, b"")
    return line


def row(version: int = 1, tier: Tier = Tier.VERIFIED, **given: object) -> PrincipalRow:
    return a_row(
        SUBJECT, **{"tier": tier, "rights_version": version, "regions": frozenset({"LON"})} | given
    )


def person(
    hub: Hub, known: PrincipalRow | None, clock: SetClock, *, version: int = 1
) -> MemoryLine:
    line = MemoryLine()
    hub.enter(line, TicketHolder(SUBJECT, version, clock.now()), known, None, b"")
    return line


@given(
    tiers=st.lists(st.sampled_from(Tier), min_size=1, max_size=8),
    marks=st.lists(st.sampled_from([Marking.clear(), AMBER]), max_size=8),
)
def test_each_stream_gets_exactly_what_its_reader_may_see_once(
    tiers: list[Tier], marks: list[Marking]
) -> None:
    clock = SetClock()
    hub = Hub(clock)
    lines = [(tier, person(hub, row(tier=tier), clock)) for tier in tiers]
    entries = [entry(marking=marking, audience=LONDON) for marking in marks]

    for each in entries:
        hub.publish(each)
        hub.publish(each)

    for tier, line in lines:
        expected = [each.event_id for each in entries if tier >= each.marking.minimum_tier]
        assert expected == line.ids()


def test_someone_without_an_account_gets_all_that_everyone_may_read(hub: Hub) -> None:
    line = anyone(hub)
    hub.publish(clear := entry(audience=LONDON))
    hub.publish(entry(marking=AMBER))

    assert [clear.event_id] == line.ids()


def test_what_names_people_is_for_them_alone(hub: Hub, clock: SetClock) -> None:
    red = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({SUBJECT}))
    named, stranger = person(hub, row(), clock), MemoryLine()
    other = str(uuid4())
    hub.enter(
        stranger, TicketHolder(other, 1, clock.now()), a_row(other, tier=Tier.VERIFIED), None, b""
    )

    hub.publish(entry(marking=red))

    assert 1 == len(named.ids())
    assert [] == stranger.ids()


def test_no_id_on_the_wire_tells_of_a_hidden_alert(hub: Hub) -> None:
    hub.publish(clear := entry())
    before = anyone(hub).last_event_id()
    hub.publish(entry(marking=AMBER))

    assert clear.event_id == before == anyone(hub).last_event_id()


def test_a_slow_readers_replay_waits_and_goes_on_in_order(hub: Hub) -> None:
    entries = [entry() for _ in range(6)]
    hub.publish(entries[0])
    line = MemoryLine(congested=True)
    session = hub.enter(line, Anyone(), None, str(uuid4()), b"")
    for each in entries[1:]:
        hub.publish(each)
    assert [] == line.ids()

    line.congested = False
    hub.moved(session)

    assert [each.event_id for each in entries] == line.ids()


def test_an_original_that_waited_is_not_shown_after_its_end(hub: Hub) -> None:
    hub.publish(alert := entry())
    line = MemoryLine(congested=True)
    session = hub.enter(line, Anyone(), None, str(uuid4()), b"")
    hub.publish(end := end_of(alert))

    line.congested = False
    hub.moved(session)

    assert [end.event_id] == line.ids()


def test_a_reader_who_stays_behind_is_cut(hub: Hub, clock: SetClock) -> None:
    line = anyone(hub)
    line.congested = True
    clock.pass_(seconds=LONGEST_STALL.total_seconds() + 1)
    for _ in range(TURNS):
        hub.tick()

    assert ["stalled"] == line.cuts


def test_each_stream_hears_from_us_within_its_turn(hub: Hub) -> None:
    line = anyone(hub)
    before = line.written
    for _ in range(TURNS):
        hub.tick()

    assert before + b":\n\n" == line.written


def test_a_stream_ends_politely_at_its_limit(hub: Hub, clock: SetClock) -> None:
    line = anyone(hub)
    clock.pass_(seconds=LONGEST_SESSION.total_seconds() + 1)
    for _ in range(TURNS):
        hub.tick()

    assert_sent_away(line)


def test_when_we_stop_all_are_asked_to_come_back_at_different_times(hub: Hub) -> None:
    lines = [anyone(hub) for _ in range(200)]
    hub.farewell()

    delays = [line.events()[-1].json()["retry_milliseconds"] for line in lines]
    for line in lines:
        assert_sent_away(line)
    least, most = RETRY_MILLISECONDS
    assert least <= min(delays)
    assert max(delays) <= most + 5 * len(lines)
    assert len(set(delays)) > 100


def test_a_higher_tier_brings_what_is_out_and_was_hidden(hub: Hub, clock: SetClock) -> None:
    hub.publish(seen := entry())
    hub.publish(hidden := entry(marking=AMBER))
    line = person(hub, row(tier=Tier.REGISTERED), clock)
    hub.standing.changed([row(version=2)])

    assert [seen.event_id, hidden.event_id] == line.ids()
    assert "standing" in [event.kind for event in line.events()]


def test_an_older_row_changes_nothing(hub: Hub, clock: SetClock) -> None:
    line = person(hub, row(version=5), clock, version=5)
    hub.standing.changed([row(version=4, tier=Tier.REGISTERED)])

    assert [] == line.events()


def test_a_lower_tier_hears_of_an_end_without_a_word_of_it(hub: Hub, clock: SetClock) -> None:
    line = person(hub, row(), clock)
    hub.publish(alert := entry(marking=AMBER))
    hub.standing.changed([row(version=2, tier=Tier.REGISTERED)])
    hub.publish(end_of(alert))
    hub.publish(end_of(entry(marking=AMBER)))

    assert ["whole", "notice"] == [
        event.data for event in line.events() if event.kind.startswith("alert")
    ]


def test_a_change_that_comes_before_the_database_has_it_is_not_missed(
    hub: Hub, clock: SetClock
) -> None:
    hub.standing.changed([row(version=2, standing=Standing.SUSPENDED)])

    with pytest.raises(TokenRefused):
        person(hub, row(version=1), clock, version=2)


def test_who_comes_back_within_a_minute_is_known_with_what_changed_meanwhile(
    hub: Hub, clock: SetClock
) -> None:
    session = hub.enter(MemoryLine(), TicketHolder(SUBJECT, 1, clock.now()), row(), None, b"")
    assert row() == hub.standing.remembered(SUBJECT, 1)
    hub.leave(session)

    known = hub.standing.remembered(SUBJECT, 1)
    assert row() == known
    assert hub.standing.remembered(SUBJECT, 2) is None, "they proved newer rights"
    hub.standing.changed([row(version=2, standing=Standing.SUSPENDED)])
    with pytest.raises(TokenRefused):
        person(hub, known, clock, version=2)
    clock.pass_(seconds=REMEMBERED.total_seconds() + 1)
    assert hub.standing.remembered(SUBJECT, 1) is None


def test_a_ticket_is_bound_to_the_rights_of_its_time(hub: Hub, clock: SetClock) -> None:
    with pytest.raises(TicketRefused):
        person(hub, row(version=2), clock, version=1)


def test_a_ticket_newer_than_our_row_is_public_until_the_row_comes(
    hub: Hub, clock: SetClock
) -> None:
    line = person(hub, row(version=1), clock, version=2)
    hub.publish(alert := entry(marking=AMBER))
    assert [] == line.ids()

    hub.standing.changed([row(version=2)])

    assert [alert.event_id] == line.ids()


def test_five_minutes_without_a_heartbeat_leave_only_what_is_public(
    hub: Hub, clock: SetClock
) -> None:
    """And what was missed meanwhile comes when identity is heard again."""
    line, nobody = person(hub, row(), clock), anyone(hub)
    hub.standing.heard(clock.now())
    clock.pass_(seconds=SILENCE.total_seconds() + 1)
    hub.tick()
    later = clock.now() + timedelta(hours=1)
    hub.publish(hidden := entry(marking=AMBER, expires_at=later))
    hub.publish(clear := entry(expires_at=later))
    assert [clear.event_id] == line.ids()

    hub.standing.heard(clock.now())

    assert [clear.event_id, hidden.event_id] == line.ids()
    said = [event.json() for event in line.events() if event.kind == "standing"]
    assert [
        {"tier": "PUBLIC", "reason": "identity-silent"},
        {"tier": "VERIFIED", "reason": "identity-back"},
    ] == said
    assert "standing" not in [event.kind for event in nobody.events()]


def test_an_old_heartbeat_that_comes_late_is_no_sign_of_life(hub: Hub, clock: SetClock) -> None:
    line = person(hub, row(), clock)
    hub.standing.heard(clock.now() - SILENCE - timedelta(seconds=1))

    assert hub.standing.silent
    assert ["standing"] == [event.kind for event in line.events()]


@pytest.mark.parametrize(("ago", "silent"), [(timedelta(minutes=4), False), (SILENCE * 2, True)])
def test_a_process_that_begins_goes_by_the_heartbeat_that_the_record_has(
    hub: Hub, clock: SetClock, ago: timedelta, *, silent: bool
) -> None:
    """A restart while NATS is away gives no five minutes more."""
    hub.standing.begin(clock.now() - ago)
    line = person(hub, row(), clock)
    assert silent == hub.standing.silent == ("standing" in [each.kind for each in line.events()])
    clock.pass_(seconds=90)
    hub.tick()
    assert hub.standing.silent
    hub.standing.heard(clock.now())
    assert not hub.standing.silent
    hub.standing.begin(clock.now() - SILENCE * 2)  # what was heard since is newer
    assert not hub.standing.silent


def test_one_whose_record_has_none_gives_identity_its_time(hub: Hub, clock: SetClock) -> None:
    hub.standing.begin(None)
    clock.pass_(seconds=SILENCE.total_seconds())
    hub.tick()
    assert not hub.standing.silent


def test_what_waited_for_a_slow_reader_is_not_shown_after_it_expired(
    hub: Hub, clock: SetClock
) -> None:
    hub.publish(entry(expires_at=clock.now() + timedelta(minutes=1)))
    hub.publish(later := entry())
    line = MemoryLine(congested=True)
    session = hub.enter(line, Anyone(), None, str(uuid4()), b"")
    clock.pass_(minutes=1)

    line.congested = False
    hub.moved(session)

    assert [later.event_id] == line.ids()


def test_a_left_stream_leaves_nothing_behind(hub: Hub, clock: SetClock) -> None:
    line = MemoryLine()
    session = hub.enter(line, TicketHolder(SUBJECT, 1, clock.now()), row(), None, b"")
    hub.leave(session)
    hub.publish(entry(audience=EVERYONE))

    assert [] == list(hub.members)
    assert [] == hub.members.subjects()
    assert [] == line.ids()
    assert ANONYMOUS == Anyone().principal(None, opening=True)
