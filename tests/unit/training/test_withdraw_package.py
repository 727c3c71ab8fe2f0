"""Taking a package back."""

import pytest

from chassis.errors import StaleVersion
from services.training.domain.errors import CourseNotFound
from services.training.domain.package import (
    PackageState,
)
from services.training.domain.package_errors import (
    IllegalPackageMove,
    PackageNotFound,
)
from tests.fakes.training import LEARNER, TRAINER
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
