"""Stopping a package at once."""

from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from services.training.domain.errors import CourseNotFound
from services.training.domain.package import (
    PackageState,
)
from services.training.domain.package_errors import (
    IllegalPackageMove,
    PackageNotFound,
    VersionStopped,
)
from services.training.usecases.list_course_versions import ListCourseVersions
from services.training.usecases.withdraw_version import WithdrawVersion
from tests.fakes.training import LEARNER, NOON, TRAINER
from tests.fakes.training_packages import package_zip


def test_a_version_that_is_withdrawn_is_neither_offered_nor_shown(desk) -> None:
    first = desk.published(package_zip())
    second = desk.published(package_zip(more=b"x"), first.course_id)
    url, _ = desk.preview(TRAINER, package_id=second.package_id, unit=0)
    token = url.split("/")[3]
    which = {"package_id": second.package_id, "why": "Wrong."}
    with pytest.raises(StaleVersion):
        desk.withdraw(TRAINER, **which, expected_version=second.version - 1)
    desk.withdraw(TRAINER, **which, expected_version=second.version)
    assert 1 == desk.catalogue.newest(LEARNER, first.course_id).version
    assert desk.catalogue.version(first.course_id, 2).withdrawn
    with pytest.raises(PackageNotFound):
        desk.read(package_id=second.package_id, token=token, path="index.html")
    with pytest.raises(IllegalPackageMove):
        desk.withdraw(TRAINER, **which, expected_version=second.version + 1)
    last = desk.withdraw(
        TRAINER, package_id=first.package_id, why="All.", expected_version=first.version
    )
    assert PackageState.WITHDRAWN is last.state
    with pytest.raises(CourseNotFound):
        desk.catalogue.newest(LEARNER, first.course_id)
    assert 3 == desk.published(package_zip(), first.course_id).course_version


def test_a_version_that_was_stopped_is_not_withdrawn_besides(desk, stores) -> None:
    """There is nothing left to end; one that was withdrawn may be stopped all the same."""
    old, bad = desk.published(package_zip()), desk.published(package_zip(more=b"x"))
    versions = WithdrawVersion(
        unit_of_work=desk.unit_of_work, catalogue=desk.catalogue, clock=desk.clock
    )

    def withdraw(package) -> None:
        ends_at = NOON + timedelta(days=7)
        versions(TRAINER, course_id=package.course_id, version=1, ends_at=ends_at, why="Old.")

    for each in (old, bad):
        if each is old:
            withdraw(each)
        desk.withdraw(
            TRAINER, package_id=each.package_id, why="Bad.", expected_version=each.version
        )
    with pytest.raises(VersionStopped):
        withdraw(bad)
    assert [(old.course_id, 1)] == list(stores.withdrawals.kept)
    seen = ListCourseVersions(unit_of_work=desk.unit_of_work, catalogue=desk.catalogue)
    assert [True, True] == [seen.one(each.course_id, 1).course.withdrawn for each in (old, bad)]
