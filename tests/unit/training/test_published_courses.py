"""The catalogue follows the record within seconds, and asks it no more often."""

import pytest

from chassis.errors import Unavailable
from services.training.outbound.published_courses import GOOD_FOR, PublishedCourses
from tests.fakes.training_packages import package_zip


def test_what_is_published_is_seen_after_a_while_and_not_read_each_time(desk, unit_of_work) -> None:
    moment = [100.0]
    courses = PublishedCourses(unit_of_work, clock=lambda: moment[0])
    assert [] == list(courses())
    made = desk.published(package_zip())
    assert [] == list(courses())
    moment[0] += GOOD_FOR
    assert [made.package_id] == [each.package_id for each in courses()]


def test_a_record_that_is_away_is_no_empty_catalogue() -> None:
    def away():
        raise Unavailable("away")

    with pytest.raises(Unavailable):
        PublishedCourses(away)()
