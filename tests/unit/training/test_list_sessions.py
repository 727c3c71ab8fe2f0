"""Reading the sessions that lie ahead."""

from datetime import timedelta
from uuid import uuid4

from services.training.domain.course import Catalogue
from services.training.usecases.list_sessions import ListSessions
from tests.fakes.led_sessions import START
from tests.fakes.training import CATALOGUE, COURSE_ID, LEARNER, RETAILER, course
from tests.ports.assessment_stores import withdrawal
from tests.unit.training.led_room import a_session, booked

ALL = {"course_id": None, "region": "", "after": None, "size": 9}


def test_they_come_by_pages_with_how_full_they_are(unit_of_work, stores, clock) -> None:
    first = a_session(stores, places=1)
    second = a_session(stores, starts_at=START + timedelta(days=1), region="WAL")
    booked(unit_of_work, clock, LEARNER, first)
    read = ListSessions(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)
    (one,), after = read(LEARNER, **ALL | {"size": 1})
    (two,), end = read(LEARNER, **ALL | {"size": 1, "after": after})
    assert ([first, second], None) == ([one.session.session_id, two.session.session_id], end)
    assert (0, True, 2, False) == (one.free, bool(one.mine), two.free, bool(two.mine))
    for narrower in ({"region": "LON"}, {"course_id": uuid4()}):
        found = [each.session.session_id for each in read(LEARNER, **ALL | narrower)[0]]
        assert ([first] if "region" in narrower else []) == found
    assert 2 == len(read(LEARNER, **ALL | {"course_id": COURSE_ID})[0])


def test_sessions_of_a_course_for_others_are_not_among_them(unit_of_work, stores, clock) -> None:
    a_session(stores)
    catalogue = Catalogue([course(sectors=frozenset({"retail"}))])
    read = ListSessions(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock)
    assert [1, 0] == [len(read(who, **ALL)[0]) for who in (RETAILER, LEARNER)]


def test_sessions_of_a_course_that_nobody_begins_any_more_are_not_among_them(
    unit_of_work, stores, clock
) -> None:
    """Who opened one would be told that there is none."""
    a_session(stores)
    read = ListSessions(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)
    assert 1 == len(read(LEARNER, **ALL)[0])
    stores.withdrawals.add(withdrawal())
    assert [] == list(read(LEARNER, **ALL)[0])
