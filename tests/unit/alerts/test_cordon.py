"""The rules of a cordon: two people move the line, one keeps it up to date by the clock."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.cordon import (
    FURTHEST_DUE,
    ChangeKind,
    Cordon,
    CordonStatus,
    due_violations,
    points_of,
)
from services.alerts.domain.cordon_errors import CordonHeldByAnother, UpdateDuePassed
from services.alerts.domain.errors import (
    IllegalTransition,
    NothingChanged,
    SelfApproval,
    VersionChanged,
)
from services.alerts.domain.exercise import MARK
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import NOON, drafted, issued, updated
from tests.fakes.cordons import WIDER, line, live_cordon, proposed_cordon

HOUR = timedelta(hours=1)


def lifted() -> Cordon:
    waits = live_cordon(issued(), NOON).lift(by="author", authority_reference="R", at=NOON)
    return waits.confirm(by="second", read=waits.change_digest, at=NOON)


def dropped() -> Cordon:
    return proposed_cordon(issued(), NOON).drop_change()


def test_a_second_person_sets_it_and_holds_it_from_then_on() -> None:
    waiting = proposed_cordon(issued(), NOON)
    assert (CordonStatus.PROPOSED, None) == (waiting.status, waiting.shape)
    with pytest.raises(SelfApproval):
        waiting.confirm(by="author", read=waiting.change_digest, at=NOON)
    with pytest.raises(VersionChanged):
        waiting.confirm(by="approver", read=b"0" * 32, at=NOON)
    live = waiting.confirm(by="approver", read=waiting.change_digest, at=NOON)
    assert (CordonStatus.LIVE, 1, "approver", None) == (
        live.status,
        live.shape and live.shape.number,
        live.holding and live.holding.by,
        live.change,
    )


def test_it_stays_where_it_is_until_a_second_person_moves_it() -> None:
    live = live_cordon(issued(), NOON)
    waits = live.move(line(NOON + HOUR, polygon=WIDER), by="approver", at=NOON + HOUR)
    assert live.shape == waits.shape
    assert waits.change is not None
    assert ChangeKind.MOVE is waits.change.kind
    moved = waits.confirm(by="second", read=waits.change_digest, at=NOON + HOUR)
    assert moved.shape is not None
    assert (2, WIDER, NOON + HOUR) == (moved.shape.number, moved.shape.polygon, moved.shape.since)
    assert live.holding == moved.holding
    with pytest.raises(NothingChanged):
        moved.move(line(NOON + HOUR, polygon=WIDER), by="author", at=NOON)


def test_a_digest_is_of_one_line_one_time_and_one_shape() -> None:
    live = live_cordon(issued(), NOON)
    waits = live.move(line(NOON, polygon=WIDER), by="author", at=NOON)
    others = [
        live.move(line(NOON, polygon=WIDER, place="Elsewhere"), by="author", at=NOON),
        live.move(line(NOON + HOUR, polygon=WIDER), by="author", at=NOON),
        live.move(line(NOON, polygon=WIDER, authority_reference="R"), by="author", at=NOON),
        live.lift(by="author", authority_reference="R", at=NOON),
        replace(waits, shape=None),
    ]
    assert 6 == len({each.change_digest for each in (waits, *others)})
    assert b"" == live.change_digest


def test_only_two_people_lift_it_and_nothing_follows() -> None:
    over = lifted()
    assert (CordonStatus.LIFTED, NOON, None) == (over.status, over.lifted_at, over.next_update_due)
    assert not over.overdue(NOON + 99 * HOUR)


def test_its_holder_alone_renews_it_and_anyone_on_shift_takes_it() -> None:
    live = live_cordon(issued(), NOON)
    with pytest.raises(CordonHeldByAnother):
        live.renew(by="second", due=NOON + 2 * HOUR, at=NOON)
    with pytest.raises(NothingChanged):
        live.take(by="approver", note="Mine.", at=NOON)
    taken = live.take(by="second", note="The east gate is open.", at=NOON + HOUR)
    assert live.next_update_due == taken.next_update_due
    assert taken.holding is not None
    assert "The east gate is open." == taken.holding.note
    renewed = taken.renew(by="second", due=NOON + 3 * HOUR, at=NOON + HOUR)
    assert (taken.shape, NOON + 3 * HOUR) == (renewed.shape, renewed.next_update_due)


def test_it_is_overdue_at_the_stored_time_and_not_before() -> None:
    live = live_cordon(issued(), NOON)
    assert not live.overdue(NOON + HOUR - timedelta(microseconds=1))
    assert live.overdue(NOON + HOUR)
    assert not proposed_cordon(issued(), NOON).overdue(NOON + 9 * HOUR)


def test_a_promise_that_would_be_broken_already_is_not_confirmed() -> None:
    waiting = proposed_cordon(issued(), NOON)
    with pytest.raises(UpdateDuePassed):
        waiting.confirm(by="approver", read=waiting.change_digest, at=NOON + HOUR)


def test_only_the_message_that_stands_has_cordons() -> None:
    old, new = updated(issued())
    for alert in (drafted(), old, new.withdraw(by="a", why="w", at=NOON)):
        with pytest.raises(IllegalTransition):
            proposed_cordon(alert, NOON)
    assert new.thread.thread_id == proposed_cordon(new, NOON).thread_id


@pytest.mark.parametrize("over", [lifted, dropped, lambda: proposed_cordon(issued(), NOON)])
@pytest.mark.parametrize(
    "act",
    [
        lambda each: each.move(line(NOON, polygon=WIDER), by="a", at=NOON),
        lambda each: each.lift(by="a", authority_reference="R", at=NOON),
        lambda each: each.renew(by="approver", due=NOON + HOUR, at=NOON),
        lambda each: each.take(by="a", note="n", at=NOON),
    ],
)
def test_what_is_not_live_is_neither_moved_lifted_renewed_nor_taken(over, act) -> None:
    with pytest.raises(IllegalTransition):
        act(over())


@pytest.mark.parametrize("none", [lifted, dropped, lambda: live_cordon(issued(), NOON)])
def test_what_waits_for_nobody_is_neither_confirmed_nor_dropped(none) -> None:
    with pytest.raises(IllegalTransition):
        none().confirm(by="a", read=b"", at=NOON)
    with pytest.raises(IllegalTransition):
        none().drop_change()


def test_a_move_that_is_given_up_leaves_the_line() -> None:
    live = live_cordon(issued(), NOON)
    left = live.move(line(NOON, polygon=WIDER), by="author", at=NOON).drop_change()
    assert (live.shape, CordonStatus.LIVE, None) == (left.shape, left.status, left.change)
    assert CordonStatus.DROPPED is dropped().status


def test_an_exercise_says_so_in_its_place_first_and_last() -> None:
    live = live_cordon(issued(cap_status=CapStatus.EXERCISE), NOON)
    assert live.shape is not None
    assert live.shape.place.startswith(MARK)
    assert live.shape.place.endswith(MARK)
    with pytest.raises(NothingChanged):
        live.move(line(NOON), by="author", at=NOON)


@given(ahead=st.timedeltas(timedelta(days=-2), timedelta(days=2)))
def test_the_next_word_is_due_later_than_now_and_within_a_day(ahead: timedelta) -> None:
    good = timedelta() < ahead <= FURTHEST_DUE
    assert good is (due_violations(NOON + ahead, NOON) == [])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"place": " "}, "place"),
        ({"place": "x" * 201}, "place"),
        ({"place": "a\x00"}, "place"),
        ({"authority_reference": "x" * 201}, "authority_reference"),
        ({"next_update_due": NOON}, "next_update_due"),
    ],
)
def test_each_part_of_a_line_that_is_wrong_is_named(given, field) -> None:
    assert [field] == [each.field for each in line(NOON, **given).violations(NOON)]


def test_the_points_of_what_stands_and_what_waits_are_counted() -> None:
    live = live_cordon(issued(), NOON)
    waits = live.move(line(NOON, polygon=WIDER), by="author", at=NOON)
    assert [5, 10, 0, 5] == [points_of([each]) for each in (live, waits, lifted(), live)]
