"""A led session: its places, its line, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain import led_errors as errors
from services.training.domain.led_session import (
    HOLDING,
    MOST_WAITING,
    OPEN,
    Booking,
    BookingStatus,
    LedSession,
    in_line,
)
from tests.fakes.led_sessions import CLOSES, COURSE_ID, NOON, START, booking, led_session, said

SECOND = timedelta(seconds=1)


def book(session: LedSession, there: list[Booking], who: str, at=NOON) -> Booking:
    return session.book(there, booking_id=uuid4(), subject=who, name=who, at=at)


def schedule(**given: Any) -> LedSession:
    return LedSession.scheduled(
        scheduled_at=NOON,
        session_id=uuid4(),
        course_id=COURSE_ID,
        scheduled_by="trainer",
        **said(**given),
    )


WRONG = {
    "past": ({"starts_at": NOON}, "starts_at"),
    "far": ({"starts_at": NOON + timedelta(days=731)}, "starts_at"),
    "no length": ({"ends_at": START}, "ends_at"),
    "long": ({"ends_at": START + timedelta(days=7) + SECOND}, "ends_at"),
    "closed": ({"closes_at": NOON}, "closes_at"),
    "closes late": ({"closes_at": START + SECOND}, "closes_at"),
    "no places": ({"places": 0}, "places"),
    "many places": ({"places": 501}, "places"),
    "nowhere": ({"place": ""}, "place"),
    "twice": ({"link": "https://meet.example/a"}, "place"),
    "plain": ({"place": "", "link": "http://meet.example/a"}, "link"),
    "script": ({"place": "", "link": "javascript:alert(1)"}, "link"),
    "region": ({"region": "XXX"}, "region"),
}


@pytest.mark.parametrize(("given", "field"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_session_is_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        schedule(**given)
    assert field in {each.field for each in refused.value.violations}


def test_a_session_is_somewhere_or_at_a_link() -> None:
    assert schedule().place
    assert schedule(place="", link="https://meet.example/a", region="").link


def test_who_comes_when_all_places_are_taken_waits_in_turn() -> None:
    session, there = led_session(places=2), []
    for who in "abcd":
        there.append(book(session, there, who))
    assert [BookingStatus.BOOKED] * 2 + [BookingStatus.WAITING] * 2 == [e.status for e in there]
    assert ["c", "d"] == [each.subject for each in in_line(there)]


def test_a_free_place_is_of_the_first_in_line_alone() -> None:
    session = led_session(places=1)
    there = [booking(session, "a", status=BookingStatus.WAITING)]
    assert BookingStatus.WAITING is book(session, there, "b").status


def test_giving_up_lets_the_first_in_line_move_up() -> None:
    session = led_session(places=1)
    there = [
        booking(session, "a"),
        booking(session, "b", 2, status=BookingStatus.WAITING),
        booking(session, "c", 3, status=BookingStatus.WAITING),
    ]
    gone, moved = session.give_up(there, subject="a", at=NOON)
    assert BookingStatus.CANCELLED is gone.status
    assert moved is not None
    assert ("b", BookingStatus.BOOKED) == (moved.subject, moved.status)
    gone, moved = session.give_up(there, subject="b", at=NOON)
    assert (BookingStatus.CANCELLED, None) == (gone.status, moved)


def test_who_cancels_after_the_closing_time_cancels_late_but_not_out_of_the_line() -> None:
    session = led_session(places=1)
    there = [booking(session, "a"), booking(session, "b", 2, status=BookingStatus.WAITING)]
    before, _ = session.give_up(there, subject="a", at=CLOSES - SECOND)
    late, moved = session.give_up(there, subject="a", at=CLOSES)
    assert BookingStatus.CANCELLED is before.status
    assert BookingStatus.CANCELLED_LATE is late.status
    assert moved is not None
    assert BookingStatus.CANCELLED is session.give_up(there, subject="b", at=CLOSES)[0].status


SESSION = led_session(places=1)
GONE = SESSION.cancel(why="Ill.", at=NOON)
HELD = booking(SESSION, "a")
REFUSED: dict[str, tuple[Callable[[], Any], type[Exception]]] = {
    "closed": (lambda: book(SESSION, [], "a", CLOSES), errors.BookingClosed),
    "cancelled": (lambda: book(GONE, [], "a"), errors.SessionCancelled),
    "twice": (lambda: book(SESSION, [HELD], "a"), errors.AlreadyBooked),
    "line full": (
        lambda: book(
            SESSION,
            [HELD]
            + [
                booking(SESSION, f"w{turn}", turn, status=BookingStatus.WAITING)
                for turn in range(2, MOST_WAITING + 2)
            ],
            "b",
        ),
        errors.WaitingListFull,
    ),
    "give up of nobody": (
        lambda: SESSION.give_up([HELD], subject="b", at=NOON),
        errors.BookingNotFound,
    ),
    "give up begun": (lambda: SESSION.give_up([HELD], subject="a", at=START), errors.SessionOver),
    "give up gone": (lambda: GONE.give_up([HELD], subject="a", at=NOON), errors.SessionCancelled),
    "cancel twice": (lambda: GONE.cancel(why="Again.", at=NOON), errors.SessionCancelled),
    "cancel begun": (lambda: SESSION.cancel(why="Late.", at=START), errors.SessionOver),
    "attended early": (
        lambda: SESSION.attended([HELD], {HELD.booking_id: True}, at=START - SECOND),
        errors.AttendanceTooEarly,
    ),
    "attended gone": (
        lambda: GONE.attended([HELD], {HELD.booking_id: True}, at=START),
        errors.SessionCancelled,
    ),
    "attended by nobody": (
        lambda: SESSION.attended([HELD], {uuid4(): True}, at=START),
        errors.BookingNotFound,
    ),
    "attended from the line": (
        lambda: SESSION.attended(
            [waits := booking(SESSION, "b", 2, status=BookingStatus.WAITING)],
            {waits.booking_id: True},
            at=START,
        ),
        errors.BookingNotFound,
    ),
}


@pytest.mark.parametrize(("act", "error"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_refused(act: Callable[[], Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        act()


def test_a_mark_may_be_corrected() -> None:
    (first,) = SESSION.attended([HELD], {HELD.booking_id: False}, at=START)
    (then,) = SESSION.attended([first], {HELD.booking_id: True}, at=START)
    assert [BookingStatus.ABSENT, BookingStatus.ATTENDED] == [first.status, then.status]


@given(
    places=st.integers(1, 3),
    acts=st.lists(st.tuples(st.booleans(), st.sampled_from("abcdef")), max_size=40),
)
def test_whatever_people_do_no_place_is_sold_twice_and_none_stays_empty(
    places: int, acts: list[tuple[bool, str]]
) -> None:
    """Never more than the places; nobody waits beside a free one; the line keeps its order."""
    session = led_session(places=places)
    there: dict[Any, Booking] = {}
    for books, who in acts:
        now = sorted(there.values(), key=lambda each: each.turn)
        try:
            if books:
                changed = [book(session, now, who)]
            else:
                changed = [e for e in session.give_up(now, subject=who, at=NOON) if e is not None]
        except (errors.AlreadyBooked, errors.BookingNotFound):
            continue
        there.update({each.booking_id: each for each in changed})
        held = [each for each in there.values() if each.status in HOLDING]
        line = in_line(there.values())
        assert len(held) <= places
        assert not line or len(held) == places
        assert all(h.turn < line[0].turn for h in held) if line else True
        subjects = [each.subject for each in there.values() if each.status in OPEN]
        assert len(set(subjects)) == len(subjects)
