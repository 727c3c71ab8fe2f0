"""The demonstration's course package is a course of ours, under a name that tells the two apart."""

import io
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from services.training.domain.cmi5_export import exported
from services.training.domain.course_files import load_courses
from services.training.domain.issuer import Issuer
from services.training.inbound.package_look import BoundedPackageLook
from services.training.outbound.cmi5_package.archive import ZippedPackages
from services.training.outbound.self_check_files import load_self_checks
from services.training.usecases.export_course import MakePackage
from stack.demo_content.packages import STRUCTURE, renamed
from stack.story.front import StoryBroken
from stack.story.learning import COURSE

SITE = "https://platform.example"


def test_it_is_taken_whole_under_a_title_of_its_own(tmp_path: Path) -> None:
    course = next(each for each in load_courses() if each.title == COURSE)
    issuer = Issuer(url=SITE, name="Platform")
    make = MakePackage(self_checks=load_self_checks(), packages=ZippedPackages(), issuer=issuer)
    (tmp_path / "file").write_bytes(renamed(make(course)))
    found = BoundedPackageLook()(tmp_path / "file")
    assert found.refusal is None
    titles = {"en-GB": f"{COURSE} (as a package)", "cy": f"{course.title_cy} (fel pecyn)"}
    assert replace(exported(course, SITE), title=titles) == found.structure


def test_a_structure_without_a_title_is_not_passed_on() -> None:
    package = io.BytesIO()
    with ZipFile(package, "w") as archive:
        archive.writestr(STRUCTURE, "<courseStructure/>")
    with pytest.raises(StoryBroken, match="title"):
        renamed(package.getvalue())
