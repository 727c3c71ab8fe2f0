"""Calls for help: every move that there is, and which queue."""

from datetime import timedelta
from itertools import product

import pytest

from services.alerts.domain.errors import HeldByAnother, HelpClosed, NotStaffed
from services.alerts.domain.help import (
    NATIONAL,
    TRANSITIONS,
    HelpOutcome,
    HelpState,
    queue_for,
)
from tests.fakes.alerts import NOON
from tests.ports.answer_stores import called, shift, someone

WAITS = called(someone())
HAD = WAITS.take(by="duty", at=NOON)
OVER = HAD.close(HelpOutcome.HELPED, by="duty", at=NOON)
IN = {HelpState.WAITING: WAITS, HelpState.TAKEN: HAD, HelpState.CLOSED: OVER}
MOVES = {
    HelpState.TAKEN: lambda call: call.take(by="other", at=NOON),
    HelpState.CLOSED: lambda call: call.close(HelpOutcome.NOT_REACHED, by="duty", at=NOON),
}


@pytest.mark.parametrize(("here", "there"), list(product(IN, MOVES)))
def test_every_move_is_in_the_table_or_refused(here: HelpState, there: HelpState) -> None:
    if there not in TRANSITIONS[here]:
        with pytest.raises(HelpClosed):
            MOVES[there](IN[here])
    elif here is HelpState.WAITING and there is HelpState.CLOSED:
        with pytest.raises(HeldByAnother):
            MOVES[there](IN[here])
    else:
        moved = MOVES[there](IN[here])
        assert (there, IN[here].version + 1) == (moved.state, moved.version)


def test_who_takes_it_over_has_it_alone() -> None:
    over = HAD.take(by="other", at=NOON)
    with pytest.raises(HeldByAnother):
        over.close(HelpOutcome.HELPED, by="duty", at=NOON)


def test_a_person_who_is_well_ends_what_waits_and_nothing_else() -> None:
    assert HelpOutcome.CHANGED_MIND is WAITS.withdrawn(NOON).outcome
    assert HAD is HAD.withdrawn(NOON)
    assert OVER is OVER.withdrawn(NOON)


def test_the_nearest_queue_answers_else_that_of_the_nation_else_none() -> None:
    london, nation = shift(queue="LON"), shift(queue=NATIONAL)
    assert "LON" == queue_for({"LON", "SE"}, [nation, london], NOON)
    assert NATIONAL == queue_for({"SCO"}, [nation, london], NOON)
    assert NATIONAL == queue_for((), [nation], NOON)
    assert queue_for({"SCO"}, [london], NOON) is None
    assert queue_for({"LON"}, [london], london.until) is None
    assert queue_for({"LON"}, [london.left(NOON)], NOON) is None


def test_a_shift_is_left_once() -> None:
    there = shift()
    with pytest.raises(NotStaffed):
        there.left(NOON).left(NOON)
    with pytest.raises(NotStaffed):
        there.left(there.until + timedelta(seconds=1))


def test_the_number_of_who_calls_is_in_no_log() -> None:
    assert WAITS.call_back not in repr(WAITS)
