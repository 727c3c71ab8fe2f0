"""The catalogue follows the record within seconds, and asks it no more often."""

import pytest

from chassis.errors import Unavailable
from services.training.outbound.published_courses import GOOD_FOR, PublishedCourses
from tests.fakes.training import TRAINER
from tests.fakes.training_packages import package_zip


def test_what_is_published_is_seen_after_a_while_and_not_read_each_time(desk, unit_of_work) -> None:
    moment = [100.0]
    courses = PublishedCourses(unit_of_work, clock=lambda: moment[0])
    assert [] == list(courses())
    made = desk.published(package_zip())
    assert [] == list(courses())
    moment[0] += GOOD_FOR
    assert [made.package_id] == [each.package_id for each in courses()]


def test_only_what_changed_is_read_again(desk, unit_of_work) -> None:
    """A structure may be megabytes, and every process looks every two seconds."""
    first = desk.published(package_zip())
    second = desk.published(package_zip(more=b"x"), first.course_id)
    courses = PublishedCourses(unit_of_work, seconds=0)
    read = unit_of_work.stores.packages.read

    def looked() -> list[bool]:
        unit_of_work.stores.packages.read.clear()
        return [each.withdrawn for each in courses()]

    assert [False, False] == looked()
    assert [{first.package_id, second.package_id}] == list(map(set, read))
    same = list(courses())
    assert ([False, False], []) == (looked(), read)
    which = {"package_id": second.package_id, "expected_version": second.version}
    desk.withdraw(TRAINER, **which, why="Wrong.")
    assert ([False, True], [{second.package_id}]) == (looked(), list(map(set, read)))
    assert same[0] is courses()[0]
    third = desk.published(package_zip(more=b"y"), first.course_id)
    assert ([False, True, False], [{third.package_id}]) == (looked(), list(map(set, read)))
    assert [1, 2, 3] == [each.version for each in courses()]


def test_two_processes_each_see_what_either_changed(desk, unit_of_work) -> None:
    one, other = (PublishedCourses(unit_of_work, seconds=0) for _ in "12")
    assert ([], []) == (list(one()), list(other()))
    made = desk.published(package_zip())
    assert [made.package_id] == [each.package_id for each in one()]
    which = {"package_id": made.package_id, "expected_version": made.version}
    desk.withdraw(TRAINER, **which, why="Wrong.")
    assert [True] == [each.withdrawn for each in other()] == [each.withdrawn for each in one()]


def test_a_look_that_failed_is_no_look(desk, unit_of_work) -> None:
    """What was not read is not taken as read: the next look finds it."""
    made = desk.published(package_zip())
    courses = PublishedCourses(unit_of_work, seconds=0)
    packages = unit_of_work.stores.packages
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(packages), "published", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            courses()
    assert [made.package_id] == [each.package_id for each in courses()]


def test_a_record_that_is_away_is_no_empty_catalogue() -> None:
    def away():
        raise Unavailable("away")

    with pytest.raises(Unavailable):
        PublishedCourses(away)()
