"""Reading one session."""

from uuid import uuid4

import pytest

from services.training.domain.course import Catalogue
from services.training.domain.led_errors import SessionNotFound
from services.training.usecases.get_session import GetSession
from tests.fakes.training import CATALOGUE, LEARNER, OTHER, course
from tests.unit.training.led_room import a_session, booked


def test_who_booked_finds_it_though_its_course_is_for_others_now(
    unit_of_work, stores, clock
) -> None:
    session = a_session(stores)
    booked(unit_of_work, clock, LEARNER, session)
    narrower = Catalogue([course(sectors=frozenset({"retail"}))])
    for catalogue, finds in ((CATALOGUE, {LEARNER, OTHER}), (narrower, {LEARNER})):
        get = GetSession(unit_of_work=unit_of_work, catalogue=catalogue)
        for who in (LEARNER, OTHER):
            if who in finds:
                assert (who is LEARNER) == (get(who, session_id=session).mine is not None)
            else:
                with pytest.raises(SessionNotFound):
                    get(who, session_id=session)
    with pytest.raises(SessionNotFound):
        get(LEARNER, session_id=uuid4())
