"""The desk from which trainers take courses to other learning platforms."""

from chassis.errors import NotPermitted
from isp.training.v1 import exporting_pb2 as pb
from services.training.domain.errors import CourseNotExportable
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.course_package_routes import PACKAGE
from tests.contract.gateway.route import COURSE_ID
from tests.contract.gateway.test_page_asking import heard, main_of

DESK = "/desk/courses"
FILE = f"{DESK}/{COURSE_ID}.zip"


def test_each_course_is_offered_with_a_way_to_take_it(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get(DESK).text)
    assert f'href="{FILE}"' in page
    assert "Awareness" in page
    assert "no certificate from us" in page
    assert "page=next%2Bpage" in page


def test_the_package_comes_as_a_file_that_names_its_version(browsing: Browsing) -> None:
    browsing.sign_in()
    answer = browsing.get(FILE)
    assert (200, PACKAGE, "application/zip") == (
        answer.status_code,
        answer.data,
        answer.mimetype,
    )
    name = f'attachment; filename="course-{COURSE_ID}-v2.zip"'
    assert name == answer.headers["Content-Disposition"]
    assert [pb.ExportCourseRequest(course_id=COURSE_ID)] == heard(browsing, "ExportCourse")


def test_a_course_that_may_not_leave_is_told(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(CourseNotExportable("Said."), "ExportCourse")
    assert DESK == browsing.get(FILE).location
    assert "The course may not leave" in browsing.get(DESK).text


def test_who_is_no_trainer_takes_nothing(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(NotPermitted("Said."), "ExportCourse")
    answer = browsing.get(FILE)
    assert 403 == answer.status_code
    assert PACKAGE not in answer.data


def test_who_is_not_signed_in_is_asked_to_be(browsing: Browsing) -> None:
    assert 302 == browsing.get(DESK).status_code
    assert 302 == browsing.get(FILE).status_code
    assert [] == heard(browsing, "ExportCourse")
