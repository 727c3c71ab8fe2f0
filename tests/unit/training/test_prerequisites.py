"""Whoever is offered a course can come to it."""

from uuid import UUID

import pytest

from kernel.places import SECTORS
from services.training.domain.prerequisites import Unreachable, must_be_reachable
from tests.fakes.training import COURSE_ID, FIRST_ID, VERIFIED, course

ABSENT = UUID(int=9)


def asking(*names: UUID, **given):
    return course(course_id=FIRST_ID, title="Next", prerequisites=names, **given)


GOOD = {
    "none": [course()],
    "one": [course(), asking(COURSE_ID)],
    "narrower after": [course(), asking(COURSE_ID, sectors=frozenset({"retail"}))],
    "higher after": [course(), asking(COURSE_ID, marking=VERIFIED)],
    "an old version asked": [
        course(prerequisites=(ABSENT,)),
        course(version=2),
        asking(COURSE_ID),
    ],
}
BAD = {
    "not there": ([asking(COURSE_ID)], "which is not there"),
    "itself": ([asking(FIRST_ID)], "asks for itself"),
    "a ring": ([course(prerequisites=(FIRST_ID,)), asking(COURSE_ID)], "asks for itself"),
    "fewer by tier": ([course(marking=VERIFIED), asking(COURSE_ID)], "is for more people"),
    "fewer by sector": (
        [course(sectors=frozenset(sorted(SECTORS)[:3])), asking(COURSE_ID)],
        "is for more people",
    ),
}


@pytest.mark.parametrize("courses", GOOD.values(), ids=GOOD)
def test_what_can_be_reached_is_good(courses) -> None:
    must_be_reachable(courses)


@pytest.mark.parametrize(("courses", "said"), BAD.values(), ids=BAD)
def test_what_nobody_can_reach_is_refused(courses, said: str) -> None:
    with pytest.raises(Unreachable, match=said):
        must_be_reachable(courses)
