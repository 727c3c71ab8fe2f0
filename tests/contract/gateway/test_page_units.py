"""The units of a package on a page: how far one is, and opening one on another origin."""

from isp.training.v1 import course_pb2, enrolment_pb2, training_pb2
from isp.training.v1 import launches_pb2 as pb
from services.training.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import COURSE_ID, ENROLMENT_ID
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.training_answers import COURSE, ENROLMENT

COURSE_PAGE = f"/learn/{COURSE_ID}"
PAGE = f"{COURSE_PAGE}/units"


def enrolled(
    browsing: Browsing,
    status: enrolment_pb2.EnrolmentStatus.ValueType = enrolment_pb2.ENROLMENT_STATUS_OPEN,
) -> None:
    """Let the visitor be enrolled in a package, which has no modules of ours."""
    mine, course = enrolment_pb2.Enrolment(), course_pb2.Course()
    mine.CopyFrom(ENROLMENT)
    mine.ClearField("certificate")
    mine.ClearField("modules")
    mine.status = status
    course.CopyFrom(COURSE)
    course.ClearField("modules")
    answers = browsing.gateway.backend.answers
    answers["GetMyTraining"] = training_pb2.GetMyTrainingResponse(enrolments=[mine])
    answers["GetCourse"] = training_pb2.GetCourseResponse(course=course)


def units(browsing: Browsing, *listed: pb.Unit, following: int = 0) -> None:
    answers = browsing.gateway.backend.answers
    answers["ListUnits"] = pb.ListUnitsResponse(units=listed, next_after=following)


def test_the_course_leads_to_its_units_and_each_says_how_far_it_is(browsing: Browsing) -> None:
    enrolled(browsing)
    browsing.sign_in()
    assert f'href="{PAGE}"' in main_of(browsing.get(COURSE_PAGE).text)
    units(
        browsing,
        pb.Unit(number=1, title={"en": "Vehicles"}, description={"": "About <b>"}, satisfied=True),
        pb.Unit(number=2, title={"fr": "Colis"}, completed=True),
        pb.Unit(number=3, title={"cy": "Tri", "en": "Three"}, waived=True, satisfied=True),
        pb.Unit(number=4, title={"en": "Four"}),
        following=4,
    )
    page = main_of(browsing.get(PAGE).text)
    assert '<h2 class="govuk-summary-card__title" lang="en">1. Vehicles</h2>' in page
    assert 'lang="fr">2. Colis' in page
    assert "About &lt;b&gt;" in page
    said = [page.index(each) for each in ("Done", "Not all of it yet", "Waived", "Not done yet")]
    assert sorted(said) == said
    assert f'action="{PAGE}/4"' in page
    assert "Open unit 4" in page
    assert "&lt;span" not in page
    assert f'href="{PAGE}?after=4"' in page
    assert 'lang="cy">3. Tri' in main_of(browsing.get(f"/cy{PAGE}").text)
    browsing.get(f"{PAGE}?after=4")
    browsing.get(f"{PAGE}?after=x")
    asked = [pb.ListUnitsRequest(enrolment_id=ENROLMENT_ID, page_size=50, after=n) for n in (4, 0)]
    assert asked == heard(browsing, "ListUnits")[-2:]


def test_who_completed_a_package_may_take_it_again(browsing: Browsing) -> None:
    """It gives no certificate by whose end one would see that."""
    browsing.sign_in()
    for status, again in (
        (enrolment_pb2.ENROLMENT_STATUS_OPEN, False),
        (enrolment_pb2.ENROLMENT_STATUS_COMPLETED, True),
    ):
        enrolled(browsing, status)
        assert again == ("Enrol again" in main_of(browsing.get(COURSE_PAGE).text))


def test_opening_a_unit_shows_the_link_that_is_good_once(browsing: Browsing) -> None:
    enrolled(browsing)
    browsing.sign_in()
    units(browsing, pb.Unit(number=2, title={"en": "Two"}))
    answer = browsing.post(f"{PAGE}/2", {})
    page = main_of(answer.text)
    assert 'href="http://a-package.localhost/unit"' in page
    assert 'rel="noreferrer"' in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert [pb.LaunchUnitRequest(enrolment_id=ENROLMENT_ID, number=2)] == heard(
        browsing, "LaunchUnit"
    )


def test_a_course_that_was_withdrawn_meanwhile_is_told_on_its_units(browsing: Browsing) -> None:
    enrolled(browsing)
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.CourseWithdrawn("Said."), "LaunchUnit")
    assert PAGE == browsing.post(f"{PAGE}/2", {}).location
    assert "This version of the course was withdrawn" in browsing.get(PAGE).text


def test_who_is_not_enrolled_or_not_signed_in_is_led_elsewhere(browsing: Browsing) -> None:
    assert 302 == browsing.get(PAGE).status_code
    browsing.sign_in()
    browsing.gateway.backend.answers["GetMyTraining"] = training_pb2.GetMyTrainingResponse()
    assert COURSE_PAGE == browsing.get(PAGE).headers["Location"]
    assert [] == heard(browsing, "ListUnits")


def test_a_course_of_ours_has_no_units_to_show(browsing: Browsing) -> None:
    enrolled(browsing)
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.UnitNotFound("Said."), "ListUnits")
    assert 404 == browsing.get(PAGE).status_code
