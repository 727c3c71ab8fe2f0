"""Courses and modules: read by anyone, taken by who is signed in, however far they are."""

from typing import Any

import pytest

from isp.training.v1 import course_pb2, enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from services.gateway.pages.grants import RefreshRefused
from services.training.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import (
    CERTIFICATE_ID,
    COURSE_ID,
    ENROLMENT_ID,
    KEY,
    LIST_ID,
    MODULE_ID,
)
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.test_page_sessions import refreshing
from tests.contract.gateway.training_answers import COURSE, ENROLMENT, PREREQUISITE, SUMMARY

COURSE_PAGE = f"/learn/{COURSE_ID}"
MODULE_PAGE = f"{COURSE_PAGE}/{MODULE_ID}"
SECOND = course_pb2.ModuleSummary(module_id=LIST_ID, title="Second", minutes=5, questions=4)


def taking(
    browsing: Browsing,
    status: enrolment_pb2.EnrolmentStatus = enrolment_pb2.ENROLMENT_STATUS_OPEN,
    *,
    attempts: int = 1,
    passed: bool = False,
    held: bool = False,
    **changed: Any,
) -> None:
    """Let the visitor be so far in a course of two modules, of which this is the first."""
    mine = enrolment_pb2.Enrolment()
    mine.CopyFrom(ENROLMENT)
    mine.MergeFrom(enrolment_pb2.Enrolment(status=status, **changed))
    mine.modules[0].attempts = attempts
    mine.modules.add(module_id=LIST_ID)
    if passed:
        mine.modules[0].passed_at.CopyFrom(ENROLMENT.completed_at)
    if not held:
        mine.ClearField("certificate")
    course = course_pb2.Course()
    course.CopyFrom(COURSE)
    course.modules.append(SECOND)
    answers = browsing.gateway.backend.answers
    answers["GetMyTraining"] = pb.GetMyTrainingResponse(enrolments=[mine])
    answers["GetCourse"] = pb.GetCourseResponse(course=course)


def nothing_open(browsing: Browsing) -> None:
    """Let no attempt wait for answers."""
    read = pb.GetModuleResponse()
    read.CopyFrom(browsing.gateway.backend.answers["GetModule"])
    read.ClearField("open_attempt")
    browsing.gateway.backend.answers["GetModule"] = read


def test_the_catalogue_leads_to_courses_and_on(browsing: Browsing) -> None:
    page = main_of(browsing.get("/learn?page=a%2Bb").text)
    assert f'href="{COURSE_PAGE}"' in page
    assert "1 module · about 6 minutes · TLP:CLEAR" in page
    assert 'href="/learn?page=next%2Bpage"' in page
    assert [pb.ListCoursesRequest(page_size=20, page_token="a+b")] == heard(browsing, "ListCourses")
    browsing.gateway.backend.answers["ListCourses"] = pb.ListCoursesResponse()
    assert "There is no course that you may take yet." in browsing.get("/learn").text


def test_learn_stands_in_every_pages_navigation(browsing: Browsing) -> None:
    assert '<a href="/learn">Learn</a>' in browsing.get("/").text
    for path in ("/learn", COURSE_PAGE, f"/cy{MODULE_PAGE}"):
        assert "/learn" + '" aria-current="true"' in browsing.get(path).text


def test_anyone_reads_what_a_course_and_its_certificate_are(browsing: Browsing) -> None:
    page = main_of(browsing.get(COURSE_PAGE).text)
    assert "75% of them must be right." in page
    assert "up to 5 times." in page
    assert "good for 24 months." in page
    assert f'href="{MODULE_PAGE}"' in page
    assert f"/auth/sign-in?next={COURSE_PAGE}" in page.replace("%2F", "/")
    assert "<form" not in page
    assert [] == heard(browsing, "GetMyTraining")


def test_a_welsh_page_shows_welsh_titles_and_marks_english_words(browsing: Browsing) -> None:
    page = main_of(browsing.get(f"/cy{COURSE_PAGE}").text)
    assert "Modiwl" in page
    assert '<span lang="en-GB">Awareness</span>' in page


def test_a_modules_text_comes_through_the_allow_list(browsing: Browsing) -> None:
    read = pb.GetModuleResponse(
        module=course_pb2.Module(summary=SUMMARY, body="# Module\n\n**Bold** <script>x</script>")
    )
    browsing.gateway.backend.answers["GetModule"] = read
    page = main_of(browsing.get(MODULE_PAGE).text)
    assert "<strong>Bold</strong>" in page
    assert "<script>" not in page
    assert 1 == page.count("Module</h1>")
    assert "To answer the questions, enrol in the course." in page


def test_enrolling_takes_a_press_and_its_key(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["GetMyTraining"] = pb.GetMyTrainingResponse()
    browsing.sign_in()
    page = main_of(browsing.get(COURSE_PAGE).text)
    assert 'name="key"' in page
    assert "Enrol\n" in page
    answer = browsing.post(COURSE_PAGE, {"key": KEY})
    assert (302, COURSE_PAGE) == (answer.status_code, answer.location)
    assert [pb.EnrolRequest(course_id=COURSE_ID, idempotency_key=KEY)] == heard(browsing, "Enrol")
    assert "You are enrolled." in browsing.get(COURSE_PAGE).text


def test_enrolling_twice_is_told_and_does_no_harm(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.AlreadyEnrolled("Said to the caller."), "Enrol")
    assert COURSE_PAGE == browsing.post(COURSE_PAGE, {"key": KEY}).location
    page = browsing.get(COURSE_PAGE).text
    assert "You are taking this course already." in page
    assert "You are enrolled." not in page


def test_who_is_not_signed_in_signs_in_to_enrol(browsing: Browsing) -> None:
    away = browsing.post(COURSE_PAGE, {"key": KEY})
    assert 302 == away.status_code
    assert away.location.startswith("/auth/sign-in?")
    assert [] == browsing.gateway.backend.heard


def test_a_course_shows_how_far_one_is_in_each_module(browsing: Browsing) -> None:
    browsing.sign_in()
    taking(browsing, passed=True)
    page = main_of(browsing.get(COURSE_PAGE).text)
    assert page.index("Module</a>") < page.index("Passed") < page.index("Second</a>")
    assert page.index("Second</a>") < page.index("Not begun")
    assert "Enrol" not in page
    taking(browsing)
    assert "Not passed yet" in browsing.get(COURSE_PAGE).text


def test_a_completed_course_leads_to_its_certificate(browsing: Browsing) -> None:
    browsing.sign_in()
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_COMPLETED)
    wanted = f"/learn/enrolments/{ENROLMENT_ID}/certificate"
    assert f'href="{wanted}"' in browsing.get(COURSE_PAGE).text
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_COMPLETED, held=True)
    page = browsing.get(COURSE_PAGE).text
    assert f'href="/learn/certificates/{CERTIFICATE_ID}"' in page
    assert wanted not in page


def test_who_used_all_attempts_up_may_begin_anew(browsing: Browsing) -> None:
    browsing.sign_in()
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_FAILED, attempts=5, course_version=1)
    nothing_open(browsing)
    page = browsing.get(COURSE_PAGE).text
    assert "The attempts at a module are used up" in page
    assert "The course has changed since you took it." in page
    assert "Enrol again" in page
    page = browsing.get(MODULE_PAGE).text
    assert "The attempts at a module are used up" in page
    assert "Answer the questions" not in page


def test_a_module_says_what_one_may_do_next(browsing: Browsing) -> None:
    browsing.sign_in()
    taking(browsing)
    assert "Go on with the questions" in browsing.get(MODULE_PAGE).text
    nothing_open(browsing)
    page = browsing.get(MODULE_PAGE).text
    assert "Answer the questions" in page
    assert "You have 4 attempts left." in page
    assert f'href="{COURSE_PAGE}/{LIST_ID}"' in page
    taking(browsing, passed=True)
    page = browsing.get(MODULE_PAGE).text
    assert "You passed this module with 50%." in page
    assert "Answer the questions" not in page


@pytest.mark.parametrize(
    ("failure", "path"),
    [
        (errors.CourseNotFound("Said to the caller."), COURSE_PAGE),
        (errors.ModuleNotFound("Said to the caller."), MODULE_PAGE),
    ],
)
def test_what_is_not_there_any_more_has_a_page(
    browsing: Browsing, failure: Exception, path: str
) -> None:
    browsing.gateway.backend.refuse(failure)
    page = browsing.get(path)
    assert (404, "text/html") == (page.status_code, page.mimetype)
    assert "no such" in page.text


def test_ones_training_comes_by_pages_with_what_is_left_to_do(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get("/learn/mine?page=a%2Bb").text
    assert f'href="/learn/certificates/{CERTIFICATE_ID}"' in page
    assert "0 of 1 modules passed" in page
    assert 'href="/learn/mine?page=next%2Bpage"' in page
    assert [pb.GetMyTrainingRequest(page_size=20, page_token="a+b")] == heard(
        browsing, "GetMyTraining"
    )
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_COMPLETED, passed=True)
    page = browsing.get("/learn/mine").text
    assert "1 of 2 modules passed" in page
    assert f'href="/learn/enrolments/{ENROLMENT_ID}/certificate"' in page
    browsing.gateway.backend.answers["GetMyTraining"] = pb.GetMyTrainingResponse()
    assert "You have not taken a course yet." in browsing.get("/learn/mine").text
    assert 'href="/learn/mine"' in browsing.get("/account").text


def test_while_sign_in_ends_a_course_is_shown_as_to_anyone(browsing: Browsing) -> None:
    browsing.sign_in(seconds=10)
    refreshing(browsing, RefreshRefused("Session not active"))
    page = browsing.get(COURSE_PAGE)
    assert 200 == page.status_code
    assert "Sign in to enrol" in page.text
    assert [] == heard(browsing, "GetMyTraining")


def test_a_film_stands_with_captions_and_its_words_as_text(browsing: Browsing) -> None:
    page = main_of(browsing.get(MODULE_PAGE).text)
    place = f"/v1/courses/{COURSE_ID}/modules/{MODULE_ID}"
    assert f'<source src="{place}/film" type="video/webm">' in page
    assert f'<track kind="captions" src="{place}/captions"' in page
    assert "What is seen." in page
    whole = browsing.get(f"{place}/film")
    part = browsing.get(f"{place}/film", headers={"Range": "bytes=1-3"})
    assert (200, 206) == (whole.status_code, part.status_code)
    assert whole.data[1:4] == part.data
    assert "text/vtt" == browsing.get(f"{place}/captions").mimetype
    read = pb.GetModuleResponse()
    read.CopyFrom(browsing.gateway.backend.answers["GetModule"])
    read.module.ClearField("film")
    browsing.gateway.backend.answers["GetModule"] = read
    assert "<video" not in browsing.get(MODULE_PAGE).text


def test_a_course_says_for_whom_it_is_and_what_comes_first(browsing: Browsing) -> None:
    page = main_of(browsing.get(COURSE_PAGE).text)
    assert "For people in these sectors: Retail" in page
    assert f'href="/learn/{PREREQUISITE.course_id}"' in page
    assert "Not completed yet" not in page  # nobody is signed in: nothing is known of them
    browsing.sign_in()
    browsing.gateway.backend.answers["GetMyTraining"] = pb.GetMyTrainingResponse()
    assert "Completed" in main_of(browsing.get(COURSE_PAGE).text)
    missing = course_pb2.Prerequisite(course_id=LIST_ID, title="Before", title_cy="Cynt")
    browsing.gateway.backend.answers["GetCourse"] = pb.GetCourseResponse(
        course=COURSE, prerequisites=[PREREQUISITE, missing]
    )
    page = main_of(browsing.get(COURSE_PAGE).text)
    assert "Not completed yet" in page
    assert "Complete these courses first" in page
    assert "<form" not in page
    assert "Cynt" in browsing.get(f"/cy{COURSE_PAGE}").text


def test_who_enrols_without_what_comes_first_is_told_so(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.PrerequisitesMissing(["Before"]), "Enrol")
    assert 302 == browsing.post(COURSE_PAGE, {"key": KEY}).status_code
    assert "asks for others to be completed first" in browsing.get(COURSE_PAGE).text
