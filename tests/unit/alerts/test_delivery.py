"""What may become of a delivery."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.alert import Status
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import (
    ENDING_KEPT,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    URGENT,
    WAITING,
    Delivery,
    HandOver,
    Outcome,
    Report,
    State,
    last_moment,
    pause_after,
)
from services.alerts.domain.recipient import Channel
from tests.fakes.alerts import NOON, issued

MINUTE = timedelta(minutes=1)


def a_delivery(**given: object) -> Delivery:
    row = Delivery.queued(uuid4(), issued(), uuid4(), Channel.SMS, at=NOON)
    return replace(row, **given)  # type: ignore[arg-type] # the test's own words


def after(*outcomes: Outcome, first: Delivery | None = None) -> Delivery:
    delivery = first or a_delivery()
    for outcome in outcomes:
        delivery = delivery.settled(HandOver(outcome=outcome, provider_id="p"), NOON)
    return delivery


@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.AWAY])
def test_a_provider_that_asks_to_wait_is_left_alone_for_so_long(outcome: Outcome) -> None:
    asked = a_delivery().settled(HandOver(outcome=outcome, not_before=5 * MINUTE), NOON)
    assert NOON + 5 * MINUTE == asked.due_at
    plain = a_delivery().settled(HandOver(outcome=outcome, not_before=MINUTE / 60), NOON)
    assert NOON + MINUTE / 60 < plain.due_at < NOON + MINUTE


@pytest.mark.parametrize(
    ("outcome", "state", "attempts", "handed"),
    [
        (Outcome.TAKEN, State.SENT, 1, True),
        (Outcome.UNKNOWN, State.UNKNOWN, 1, True),
        (Outcome.LATER, State.TEMPORARY, 1, False),
        (Outcome.AWAY, State.QUEUED, 0, False),
        (Outcome.NO_ADDRESS, State.PERMANENT, 1, False),
        (Outcome.REFUSED, State.PERMANENT, 1, False),
    ],
)
def test_each_outcome_leads_somewhere(
    outcome: Outcome, state: State, attempts: int, *, handed: bool
) -> None:
    done = after(outcome)
    assert (state, attempts, handed) == (done.state, done.attempts, done.handed_at is not None)
    assert (done.state in WAITING) == (done.due_at > NOON)


def test_a_repeat_is_counted_only_where_the_first_is_not_known() -> None:
    assert 0 == after(Outcome.TAKEN).possible_repeats
    assert 0 == after(Outcome.LATER, Outcome.TAKEN).possible_repeats
    assert 1 == after(Outcome.UNKNOWN, Outcome.TAKEN).possible_repeats
    assert 2 == after(Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.TAKEN).possible_repeats
    assert 1 == after(Outcome.UNKNOWN, Outcome.AWAY, Outcome.TAKEN).possible_repeats
    died = a_delivery().begun(NOON).lost(NOON)
    assert 1 == after(Outcome.TAKEN, first=died).possible_repeats


def test_what_was_claimed_and_not_begun_when_its_sender_died_is_as_it_was() -> None:
    """Nobody can have it: it is no repeat, and its end is told to nobody on its account."""
    for before in (a_delivery(), after(Outcome.LATER), after(Outcome.UNKNOWN)):
        claimed = replace(before, state=State.SENDING)
        assert before == claimed.lost(NOON)
    assert a_delivery().begun(NOON).lost(NOON).handed_at == NOON


def test_the_reference_is_always_the_same() -> None:
    first = a_delivery()
    tried = after(Outcome.UNKNOWN, Outcome.LATER, Outcome.TAKEN, first=first)
    assert first.delivery_id == tried.delivery_id


def test_a_provider_that_is_away_costs_no_attempt_but_time_does_run_out() -> None:
    away = after(*[Outcome.AWAY] * (MOST_ATTEMPTS + 5))
    assert (State.QUEUED, 0) == (away.state, away.attempts)
    late = a_delivery(send_by=NOON + timedelta(seconds=4))
    assert State.DEAD is after(Outcome.AWAY, first=late).state


def test_what_fails_again_and_again_is_given_up() -> None:
    tried = after(*[Outcome.LATER] * (MOST_ATTEMPTS - 1))
    assert State.TEMPORARY is tried.state
    assert State.DEAD is after(Outcome.LATER, first=tried).state


def test_nothing_is_tried_once_the_alert_is_over() -> None:
    """A late original never arrives after its end."""
    soon = a_delivery(send_by=NOON + timedelta(seconds=1))
    dead = after(Outcome.LATER, first=soon)
    assert (State.DEAD, "out of time; ") == (dead.state, dead.why)


def test_an_issue_is_sent_until_it_expires_and_an_end_for_a_day() -> None:
    out = issued()
    assert out.content.expires_at == last_moment(out)
    ended = out.withdraw(by="approver", why="wrong town", at=NOON)
    assert NOON + ENDING_KEPT == last_moment(ended)
    row = Delivery.queued(uuid4(), ended, uuid4(), Channel.EMAIL, at=NOON)
    assert (Status.WITHDRAWN, ended.version) == (row.notice, row.alert_version)


def test_the_severest_comes_first_and_has_senders_of_its_own() -> None:
    rows = [
        Delivery.queued(uuid4(), issued(severity=each), uuid4(), Channel.SMS, at=NOON)
        for each in Severity
    ]
    assert [0, 1, 2, 3] == [each.priority for each in rows]
    assert URGENT == 1


@given(attempts=st.integers(1, 200), delivery_id=st.uuids())
def test_pauses_grow_and_have_an_end(attempts: int, delivery_id: object) -> None:
    pause = pause_after(attempts, delivery_id)  # type: ignore[arg-type] # a UUID
    assert timedelta(seconds=3) < pause <= LONGEST_PAUSE * 1.25
    assert pause <= pause_after(attempts + 1, delivery_id)  # type: ignore[arg-type] # a UUID


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (Report.DELIVERED, State.DELIVERED),
        (Report.PERMANENT, State.PERMANENT),
        (Report.TEMPORARY, State.TEMPORARY),
    ],
)
def test_a_report_says_what_became_of_what_was_sent(report: Report, state: State) -> None:
    sent = after(Outcome.TAKEN)
    told = sent.reported(report, "p", NOON)
    assert state is told.state
    assert told == told.reported(Report.PERMANENT, "p", NOON)
    assert (state is State.TEMPORARY) == (told.due_at > NOON)


def test_a_report_may_overtake_the_senders_own_word() -> None:
    sending = a_delivery(state=State.SENDING)
    told = sending.reported(Report.DELIVERED, "p", NOON)
    assert (State.DELIVERED, NOON) == (told.state, told.handed_at)


def test_a_report_of_an_earlier_hand_over_changes_nothing_unless_it_is_good() -> None:
    again = after(Outcome.TAKEN)
    assert again == again.reported(Report.PERMANENT, "an earlier one", NOON)
    assert State.DELIVERED is again.reported(Report.DELIVERED, "an earlier one", NOON).state


def test_a_good_word_ends_a_retry() -> None:
    waiting = after(Outcome.UNKNOWN)
    assert State.DELIVERED is waiting.reported(Report.DELIVERED, "p", NOON).state


@pytest.mark.parametrize("state", [State.PERMANENT, State.DROPPED, State.DEAD, State.DELIVERED])
def test_what_is_over_stays_so(state: State) -> None:
    over = a_delivery(state=state)
    assert {over} == {over.reported(each, "", NOON) for each in Report}


def handed_twice() -> Delivery:
    """What was taken, did not arrive by the provider's word, and is being handed over again."""
    did_not = after(Outcome.TAKEN).reported(Report.TEMPORARY, "p", NOON)
    return replace(did_not, state=State.SENDING).begun(NOON)


@pytest.mark.parametrize("report", [Report.TEMPORARY, Report.PERMANENT])
def test_a_word_that_comes_again_takes_no_row_from_who_hands_it_over(report: Report) -> None:
    """It is about the former hand-over, whose id is the only one that is known."""
    again = handed_twice()
    assert again == again.reported(report, "p", NOON)
    lost = again.settled(HandOver(outcome=Outcome.UNKNOWN), NOON)
    assert lost == lost.reported(report, "p", NOON)
    assert lost == lost.reported(report, "another", NOON)


def test_a_word_may_overtake_the_first_hand_over_but_no_later_one() -> None:
    first = replace(a_delivery(state=State.SENDING)).begun(NOON)
    told = first.reported(Report.TEMPORARY, "p", NOON)
    assert (State.TEMPORARY, "p") == (told.state, told.provider_id)
    second = replace(after(Outcome.UNKNOWN), state=State.SENDING).begun(NOON)
    assert second == second.reported(Report.TEMPORARY, "p", NOON)


def test_a_word_ends_the_doubt_about_the_only_hand_over() -> None:
    told = after(Outcome.UNKNOWN).reported(Report.TEMPORARY, "p", NOON)
    assert (State.TEMPORARY, False) == (told.state, told.unsure)


def test_what_arrived_while_it_is_handed_over_again_may_be_there_twice() -> None:
    told = handed_twice().reported(Report.DELIVERED, "p", NOON)
    assert (State.DELIVERED, 1) == (told.state, told.possible_repeats)
    only = a_delivery(state=State.SENDING).begun(NOON).reported(Report.DELIVERED, "p", NOON)
    assert 0 == only.possible_repeats


def test_what_nobody_knows_stays_so_when_it_is_queued_again_and_is_counted() -> None:
    dead = replace(after(Outcome.UNKNOWN), state=State.DEAD)
    again = dead.again(NOON)
    assert (State.UNKNOWN, 0) == (again.state, again.attempts)
    taken = replace(again, state=State.SENDING).settled(TAKEN, NOON)
    assert (State.SENT, 1) == (taken.state, taken.possible_repeats)
    known = replace(after(Outcome.LATER), state=State.DEAD).again(NOON)
    assert (State.QUEUED, 0) == (known.state, known.settled(TAKEN, NOON).possible_repeats)


TAKEN = HandOver(outcome=Outcome.TAKEN, provider_id="p")
