"""Packages as trainers read them."""

from datetime import timedelta

from services.training.usecases.list_packages import ListPackages
from tests.fakes.training_packages import package_zip


def test_those_that_came_whole_are_listed_newest_first(desk, clock, unit_of_work) -> None:
    made = []
    for _ in range(3):
        made.append(desk.brought(package_zip()).package_id)
        clock.moment += timedelta(minutes=1)
    upload = desk.begun(b"x")
    listed = ListPackages(unit_of_work=unit_of_work)
    first, after = listed(after=None, size=2)
    second, none = listed(after=after, size=2)
    assert [*reversed(made)] == [each.package_id for each in (*first, *second)]
    assert none is None
    assert upload.package_id not in made
