"""Reading a page of courses."""

from datetime import timedelta
from uuid import uuid4

from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.training.domain.course import Catalogue
from services.training.usecases.list_courses import ListCourses
from tests.fakes.training import LEARNER, NOON, RETAILER, VERIFIED, course, memory


def test_pages_hold_the_newest_version_of_what_may_be_seen() -> None:
    open_ones = [
        course(course_id=uuid4(), published_at=NOON + timedelta(days=day)) for day in range(3)
    ]
    second = course(course_id=open_ones[0].course_id, version=2, published_at=NOON)
    secret = course(course_id=uuid4(), marking=VERIFIED)
    read = ListCourses(unit_of_work=memory(), catalogue=Catalogue([second, *open_ones, secret]))
    first_page, after = read(ANONYMOUS, after=None, size=2)
    second_page, end = read(ANONYMOUS, after=after, size=2)
    assert [open_ones[2], open_ones[1]] == list(first_page)
    assert ([second], None) == (list(second_page), end)
    verified = Principal(subject="v", tier=Tier.VERIFIED)
    assert secret in read(verified, after=None, size=10)[0]


def test_a_course_for_sectors_is_offered_to_their_people_alone() -> None:
    for_retail = course(sectors=frozenset({"retail", "tourism"}))
    read = ListCourses(unit_of_work=memory(), catalogue=Catalogue([for_retail]))
    offered = [bool(read(who, after=None, size=9)[0]) for who in (RETAILER, LEARNER, ANONYMOUS)]
    assert [True, False, False] == offered
