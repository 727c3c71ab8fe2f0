"""An Immediate alert that not everyone may read, on open streams: everyone is told what to do."""

from typing import Any

import pytest

from chassis.principals import PrincipalRow
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Urgency
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.who import Anyone, TicketHolder
from stack.streaming import EventReader
from tests.fakes.alerts import NOON, issued, updated
from tests.fakes.plumbing import SetClock
from tests.unit.alerts.stream.stage import EVERYONE, MemoryLine
from tests.unit.alerts.stream.test_hub import AMBER, SUBJECT, anyone, person, row
from tests.unit.alerts.stream.test_threads import told

AT_ONCE: dict[str, Any] = {
    "urgency": Urgency.IMMEDIATE,
    "marking": AMBER,
    "audience": EVERYONE,
    "headline": "Secret headline",
    "description": "Secret description",
    "instruction": "Secret instruction",
    "action_line": "Stay inside.",
}
BELOW, ABOVE = row(tier=Tier.REGISTERED), row(tier=Tier.VERIFIED)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def hub(clock: SetClock) -> Hub:
    return Hub(clock)


def said(line: MemoryLine) -> list[tuple[str, str, bool | None]]:
    """What a reader was told, as (kind, action line or status, whether it was only the part)."""
    found = []
    for event in line.events():
        if event.kind.startswith("alert"):
            told_of, content = event.json(), event.json()["content"]
            what = content["action_line"] if content else told_of["status"]
            found.append((event.kind, what, told_of.get("part")))
    return found


def back(hub: Hub, last_id: str, known: PrincipalRow | None = None) -> MemoryLine:
    """A reader who came back, without an account unless said otherwise."""
    again = MemoryLine()
    version = known.rights_version if known else 0
    holder = TicketHolder(SUBJECT, version, NOON) if known else Anyone()
    hub.enter(again, holder, known, last_id, b"")
    return again


def last_id_before(written: bytes, what: bytes) -> str:
    """The id with which a reader would have come back before something was said."""
    reader = EventReader()
    before = written.partition(what)[0].rpartition(b"event: standing")[0]
    list(reader.feed(before))
    return reader.last_event_id


def test_everyone_is_told_what_to_do_and_who_may_read_it_the_rest(
    hub: Hub, clock: SetClock
) -> None:
    low, high, nobody = person(hub, BELOW, clock), person(hub, ABOVE, clock), anyone(hub)
    hub.publish(told(issued(**AT_ONCE)))
    late = anyone(hub)
    for line in (low, nobody, late):
        assert [("alert", "Stay inside.", True)] == said(line)
        assert b"Secret" not in line.written
    assert [("alert", "Stay inside.", False)] == said(high)
    assert b"Secret headline" in high.written


def test_what_can_wait_is_told_to_nobody_else(hub: Hub, clock: SetClock) -> None:
    low = person(hub, BELOW, clock)
    hub.publish(told(issued(**AT_ONCE | {"urgency": Urgency.EXPECTED})))
    assert [] == said(low)


def test_it_is_for_those_whom_it_is_for(hub: Hub, clock: SetClock) -> None:
    wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    elsewhere, there = person(hub, row(tier=Tier.REGISTERED), clock), anyone(hub)
    welsh = MemoryLine()
    known = row(tier=Tier.REGISTERED, regions=frozenset({"WAL"}))
    hub.enter(welsh, TicketHolder(SUBJECT, 1, clock.now()), known, None, b"")
    hub.publish(told(issued(**AT_ONCE | {"audience": wales, "cap_status": CapStatus.EXERCISE})))
    assert [] == said(elsewhere)
    assert 1 == len(said(there)) == len(said(welsh))
    assert b"EXERCISE EXERCISE EXERCISE: Stay inside. EXERCISE" in welsh.written


@pytest.mark.parametrize("how", ["withdraw", "expire", "all clear"])
def test_its_end_reaches_everyone_and_says_no_more_than_how_it_ended(
    hub: Hub, clock: SetClock, how: str
) -> None:
    low, high = person(hub, BELOW, clock), person(hub, ABOVE, clock)
    hub.publish(told(out := issued(**AT_ONCE)))
    hub.publish(told(ended := _ended(out, how)))
    assert ended.ending is not None
    for line in (low, high):
        assert ["alert", "alert-ended"] == [event.kind for event in line.events()[-2:]]
    told_low = low.events()[-1].json()
    assert ended.status.name == told_low["status"]
    assert "999" in told_low["ending"]["text"]
    assert b"Secret" not in low.written
    assert b"Secret" in high.written


def test_who_may_read_it_later_gets_the_rest_then_and_once(hub: Hub, clock: SetClock) -> None:
    line = person(hub, BELOW, clock)
    hub.publish(told(issued(**AT_ONCE)))
    hub.standing.changed([row(2, tier=Tier.VERIFIED)])
    hub.standing.changed([row(3, tier=Tier.TRUSTED)])
    assert [("alert", "Stay inside.", True), ("alert", "Stay inside.", False)] == said(line)
    first, second = line.ids()
    assert first != second, "who drops repeats by their id must not drop the rest"


def test_who_lost_the_tier_hears_of_the_end_and_is_not_told_again_what_to_do(
    hub: Hub, clock: SetClock
) -> None:
    line = person(hub, ABOVE, clock)
    hub.publish(told(out := issued(**AT_ONCE)))
    hub.standing.changed([row(2, tier=Tier.REGISTERED)])
    hub.publish(told(out.withdraw(by="x", why="Secret", at=NOON)))
    kinds = [event.kind for event in line.events() if event.kind.startswith("alert")]
    assert ["alert", "alert-ended"] == kinds
    assert line.events()[-1].json()["part"] is True


def test_while_identity_is_silent_everyone_is_still_told_what_to_do(
    hub: Hub, clock: SetClock
) -> None:
    line = person(hub, ABOVE, clock)
    clock.pass_(minutes=6)
    hub.standing.watch()
    hub.publish(told(issued(at=clock.now(), **AT_ONCE)))
    assert [("alert", "Stay inside.", True)] == said(line)
    hub.standing.heard(clock.now())
    assert [("alert", "Stay inside.", True), ("alert", "Stay inside.", False)] == said(line)


def test_who_comes_back_with_the_id_of_a_part_misses_nothing(hub: Hub) -> None:
    line = anyone(hub)
    hub.publish(told(issued(**AT_ONCE)))
    hub.publish(told(issued(audience=EVERYONE, action_line="Go home.")))
    (part, _) = line.ids()
    again = back(hub, part)
    assert [("alert", "Go home.", False)] == said(again)
    assert b"event: reset" not in again.written


def test_who_comes_back_with_more_rights_gets_the_rest_of_what_they_had_a_part_of(
    hub: Hub, clock: SetClock
) -> None:
    line = person(hub, BELOW, clock)
    hub.publish(told(issued(**AT_ONCE)))
    assert [("alert", "Stay inside.", False)] == said(back(hub, line.last_event_id(), ABOVE))
    assert [] == said(back(hub, line.last_event_id(), BELOW))


def test_who_had_a_notice_and_comes_back_with_the_right_gets_what_it_was_about(
    hub: Hub, clock: SetClock
) -> None:
    """A notice and what it is about have two ids: who drops repeats must not drop the rest."""
    line = person(hub, BELOW, clock)
    slow = AT_ONCE | {"urgency": Urgency.EXPECTED}
    _, after = updated(first := issued(**AT_ONCE), **slow)
    for alert in (first, after):
        hub.publish(told(alert))
    again = back(hub, line.last_event_id(), ABOVE)
    assert [("alert", "Stay inside.", False)] == said(again)
    assert not {*line.ids()} & {*again.ids()}


@pytest.mark.parametrize("opened", ["before", "while identity is silent"])
def test_who_was_shown_less_while_identity_was_silent_misses_nothing_by_coming_back(
    hub: Hub, clock: SetClock, opened: str
) -> None:
    line = person(hub, ABOVE, clock)
    clock.pass_(minutes=6)
    hub.standing.watch()
    if opened != "before":
        line = person(hub, ABOVE, clock)
    now = clock.now()
    hub.publish(told(issued(at=now, **AT_ONCE | {"urgency": Urgency.EXPECTED})))
    hub.publish(told(issued(at=now, **AT_ONCE)))
    hub.publish(told(issued(at=now, audience=EVERYONE, action_line="Go home.")))
    assert [True, False] == [part for _, _, part in said(line)]
    hub.standing.heard(clock.now())
    known = row(2, tier=Tier.VERIFIED)
    again = MemoryLine()
    blind_id = last_id_before(line.written, b"identity-back")
    hub.enter(again, TicketHolder(SUBJECT, 2, clock.now()), known, blind_id, b"")
    assert b"event: reset" in again.written
    assert [False, False, False] == [part for _, _, part in said(again)]
    kept = back(hub, line.last_event_id(), known)
    assert b"event: reset" not in kept.written
    assert [] == said(kept), "who stayed was shown all of it"


def test_who_may_read_no_more_than_everyone_is_not_left_blind(hub: Hub, clock: SetClock) -> None:
    """Their rights are the same before and after, so that nothing else would choose anew."""
    clock.pass_(minutes=6)
    hub.standing.watch()
    known = row(tier=Tier.PUBLIC)
    line = person(hub, known, clock)
    hub.standing.heard(clock.now())
    hub.publish(told(issued(at=clock.now(), audience=EVERYONE, action_line="Go home.")))
    assert [("alert", "Go home.", False)] == said(line)
    assert line.ids()[-1] == line.last_event_id()


def test_an_update_that_is_not_for_everyone_ends_what_they_were_told(
    hub: Hub, clock: SetClock
) -> None:
    low = person(hub, BELOW, clock)
    slow = AT_ONCE | {"urgency": Urgency.EXPECTED}
    _, after = updated(first := issued(**AT_ONCE), **slow)
    for alert in (first, after):
        hub.publish(told(alert))
    assert [("alert", "Stay inside.", True), ("alert-ended", "SUPERSEDED", None)] == said(low)
    assert b"Secret" not in low.written
    hub.standing.changed([row(2, tier=Tier.VERIFIED)])
    assert ("alert", "Stay inside.", False) == said(low)[-1]


def _ended(alert: Alert, how: str) -> Alert:
    if how == "withdraw":
        return alert.withdraw(by="x", why="Secret", at=NOON)
    if how == "expire":
        return alert.expire(at=alert.content.expires_at)
    proposed = alert.propose_all_clear(by="a", text="Secret ending", authority_reference="Secret")
    return proposed.give_all_clear(by="b", read=proposed.proposal_digest or b"", at=NOON)
