"""Announcing a package."""

from uuid import uuid4

import pytest

from chassis.errors import Invalid
from services.training.domain.errors import CourseNotFound
from services.training.domain.package import (
    MOST_OPEN,
)
from services.training.domain.package_errors import (
    NotOfPackages,
    TooManyUploads,
)
from tests.fakes.package_desk import SECOND
from tests.fakes.training import COURSE_ID, TRAINER, key
from tests.fakes.training_packages import package_zip


def test_what_is_announced_wrongly_is_refused_by_field(desk) -> None:
    for name, size, field in (("", 5, "name"), ("a\nb", 5, "name"), ("a", 2**27, "size")):
        with pytest.raises(Invalid) as refused:
            desk.begin(TRAINER, name=name, size=size, course_id=None, key=key())
        assert [field] == [each.field for each in refused.value.violations]


def test_nobody_begins_without_an_end(desk) -> None:
    for _ in range(MOST_OPEN):
        desk.begun(b"x")
    with pytest.raises(TooManyUploads):
        desk.begun(b"x")
    desk.begun(b"x", by=SECOND)


def test_the_same_key_gives_the_same_upload(desk) -> None:
    first, again = (
        desk.begin(TRAINER, name="a.zip", size=5, course_id=None, key=key()) for _ in range(2)
    )
    assert first.package_id == again.package_id


def test_a_package_is_no_version_of_what_it_cannot_be(desk) -> None:
    with pytest.raises(NotOfPackages):
        desk.begun(b"x", course_id=COURSE_ID)
    with pytest.raises(CourseNotFound):
        desk.begun(b"x", course_id=uuid4())
    proposed = desk.brought(package_zip())
    with pytest.raises(CourseNotFound):
        desk.begun(b"x", course_id=proposed.course_id)
