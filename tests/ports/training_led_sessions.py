"""What every store of led sessions must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.training.domain.led_errors import SessionNotFound
from services.training.domain.led_session import BookingStatus
from tests.fakes.led_sessions import COURSE_ID, NOON, START, booking, led_session

Open = Callable[[], AbstractContextManager[Any]]


class LedSessionsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        plain = led_session()
        gone = led_session().cancel(why="Ill.", at=NOON)
        with unit_of_work() as tx:
            tx.led_sessions.add(plain)
            tx.led_sessions.add(replace(gone, version=1))
            tx.led_sessions.save(gone)
        with unit_of_work() as tx:
            assert plain == tx.led_sessions.get(plain.session_id)
            assert gone == tx.led_sessions.get(gone.session_id, lock=True)

    def test_what_is_not_there_or_changed_meanwhile_is_refused(self, unit_of_work: Open) -> None:
        session = led_session()
        with unit_of_work() as tx:
            tx.led_sessions.add(session)
            with pytest.raises(SessionNotFound):
                tx.led_sessions.get(uuid4())
            with pytest.raises(StaleVersion):
                tx.led_sessions.save(replace(session, version=3))

    def test_what_lies_ahead_comes_by_pages_the_next_first(self, unit_of_work: Open) -> None:
        later = led_session(starts_at=START + timedelta(days=1), region="")
        first = led_session()
        elsewhere = led_session(starts_at=START + timedelta(days=2), region="WAL")
        hidden = (
            led_session(starts_at=NOON),
            led_session(course_id=uuid4()),
            led_session(cancelled_at=NOON, cancellation_reason="Ill."),
        )
        asked = {"now": NOON, "region": "", "after": None, "size": 9}
        with unit_of_work() as tx:
            for each in (later, first, elsewhere, *hidden):
                tx.led_sessions.add(each)
            ahead = tx.led_sessions.ahead
            assert [first, later, elsewhere] == list(ahead([COURSE_ID], **asked))
            assert [first, later] == list(ahead([COURSE_ID], **asked | {"region": "LON"}))
            assert [first] == list(ahead([COURSE_ID], **asked | {"size": 1}))
            after = Place(first.starts_at, first.session_id)
            assert [later, elsewhere] == list(ahead([COURSE_ID], **asked | {"after": after}))
            assert [] == list(ahead([], **asked))

    def test_all_come_by_pages_the_latest_start_first(self, unit_of_work: Open) -> None:
        old, new = led_session(starts_at=NOON), led_session(cancelled_at=NOON)
        with unit_of_work() as tx:
            tx.led_sessions.add(old)
            tx.led_sessions.add(new)
            assert [new] == list(tx.led_sessions.page(after=None, size=1))
            after = Place(new.starts_at, new.session_id)
            assert [old] == list(tx.led_sessions.page(after=after, size=2))

    def test_a_trainer_is_replaced_by_a_pseudonym(self, unit_of_work: Open) -> None:
        mine, other = led_session(), led_session(scheduled_by="other")
        with unit_of_work() as tx:
            tx.led_sessions.add(mine)
            tx.led_sessions.add(other)
            assert [mine] == list(tx.led_sessions.of_trainer("trainer"))
            assert [1, 0] == [tx.led_sessions.rename_trainer("trainer", "p") for _ in "12"]
            assert "p" == tx.led_sessions.get(mine.session_id).scheduled_by

    def test_bookings_are_kept_changed_and_forgotten(self, unit_of_work: Open) -> None:
        session = led_session()
        second = booking(session, "b", 2, status=BookingStatus.WAITING)
        first = booking(session, "a")
        again = booking(session, "a", 3, asked_at=NOON + timedelta(hours=1))
        gone = first.as_(BookingStatus.CANCELLED, NOON + timedelta(minutes=1))
        with unit_of_work() as tx:
            tx.led_sessions.add(session)
            for each in (second, first, gone, again):
                tx.led_bookings.keep(each)
        with unit_of_work() as tx:
            assert [gone, second, again] == list(tx.led_bookings.of_session(session.session_id))
            assert [again, gone] == list(tx.led_bookings.of_subject("a"))
            assert [2, 0] == [tx.led_bookings.forget("a") for _ in "12"]
            assert [second] == list(tx.led_bookings.of_session(session.session_id))
            assert [] == list(tx.led_bookings.of_session(uuid4()))
