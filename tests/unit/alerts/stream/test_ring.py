"""The ring finds by id what came after, whatever the order in which events come."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.alerts.inbound.stream.ring import Ring
from services.alerts.inbound.stream.wire import NOTHING_YET
from tests.unit.alerts.stream.stage import NOON, end_of, entry


@given(count=st.integers(0, 30), size=st.integers(1, 20), data=st.data())
def test_what_comes_after_an_id_is_everything_later_and_nothing_else(
    count: int, size: int, data: st.DataObject
) -> None:
    ring, entries = Ring(size), [entry() for _ in range(count)]
    for each in entries:
        assert ring.add(each)
    if not entries:
        assert [] == ring.after(NOTHING_YET)
        return

    place = data.draw(st.integers(0, count - 1))
    after = ring.after(entries[place].event_id)

    kept = entries[-size:]
    assert (entries[place + 1 :] if entries[place] in kept else None) == after
    assert kept == ring.after(NOTHING_YET)


@given(
    order=st.permutations(range(8)),
    repeats=st.lists(st.integers(0, 7), max_size=10),
)
def test_each_version_is_shown_once_and_never_after_a_later_one(
    order: list[int], repeats: list[int]
) -> None:
    alerts = [entry() for _ in range(4)]
    events = [*alerts, *map(end_of, alerts)]
    ring = Ring()

    shown = [events[number] for number in [*order, *repeats] if ring.add(events[number])]

    assert len(shown) == len(set(shown))
    for alert in alerts:
        versions = [each.version for each in shown if each.alert_id == alert.alert_id]
        assert versions == sorted(versions)
        assert alert.version + 1 in versions, "an end is always shown"
    assert [] == ring.active(NOON)


def test_an_event_sent_again_is_found_by_both_its_ids() -> None:
    ring, first, second = Ring(), entry(), entry()
    again = entry(alert_id=first.alert_id, version=first.version)
    assert [True, True, False] == [ring.add(each) for each in (first, second, again)]

    assert [second] == ring.after(again.event_id) == ring.after(first.event_id)


def test_a_ring_stays_as_small_as_it_must() -> None:
    ring = Ring(3)
    entries = [entry() for _ in range(5)]
    for each in entries:
        ring.add(each)

    assert ring.after(entries[1].event_id) is None
    assert entries[3:] == ring.after(entries[2].event_id)


def test_what_a_full_ring_forgot_is_not_new_when_it_is_sent_again() -> None:
    ring = Ring(2)
    entries = [entry(happened_at=NOON + timedelta(minutes=each)) for each in range(4)]
    for each in entries:
        ring.add(each)

    assert [False, False] == [ring.add(each) for each in entries[:2]]
    assert entries[2:] == ring.since(0)


def test_what_has_expired_is_not_out() -> None:
    ring = Ring()
    ring.add(entry(expires_at=NOON))

    assert [] == ring.active(NOON)
    assert 1 == len(ring.active(NOON - timedelta(seconds=1)))


def test_the_newest_id_is_that_of_something_the_reader_may_see() -> None:
    ring, seen, hidden = Ring(), entry(), entry()
    ring.add(seen)
    ring.add(hidden)

    assert seen.event_id == ring.newest_id(lambda each: each if each is seen else None)
    assert NOTHING_YET == ring.newest_id(lambda _: None)
