"""Versions that are withdrawn at the desk, and a certificate whose name is corrected."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.errors import Invalid, NotPermitted, StepUpRequired, Violation
from isp.training.v1 import accreditation_pb2 as acc
from isp.training.v1 import training_pb2 as pb
from services.training.domain import errors, package_errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import CERTIFICATE_ID, COURSE_ID, KEY, LIST_ID, PACKAGE_ID
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.test_page_certificates import CHECKED, OWN, found
from tests.contract.gateway.training_answers import CERTIFICATE, WITHDRAWN

DESK = "/desk/course-versions"
VERSION = f"{DESK}/{COURSE_ID}/1"
SAID = {"ends_at": "2027-06-24", "reason": "It is old."}
ANEW = f"{OWN}/anew"


def standing(browsing: Browsing, **given: Any) -> None:
    """Let one version be there that was not withdrawn."""
    browsing.sign_in()
    version = acc.CourseVersion(course_id=COURSE_ID, version=1, title="Awareness", **given)
    version.published_at.CopyFrom(WITHDRAWN.published_at)
    browsing.gateway.backend.answers["ListCourseVersions"] = acc.ListCourseVersionsResponse(
        versions=[version]
    )


def holding(browsing: Browsing) -> None:
    """Let the visitor have a certificate that was not revoked."""
    browsing.sign_in()
    answer = pb.GetCertificateResponse(certificate=CERTIFICATE)
    answer.certificate.ClearField("revoked_at")
    browsing.gateway.backend.answers["GetCertificate"] = answer


def test_the_desk_shows_every_version_and_what_was_withdrawn(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get(DESK).text)
    assert f'href="{VERSION}"' in page
    assert "withdrawn on 24 November 2026" in page
    page = main_of(browsing.get(VERSION).text)
    assert "It is old." in page
    assert "<form" not in page
    standing(browsing)
    page = main_of(browsing.get(VERSION).text)
    assert "You need your second factor." in page
    assert 404 == browsing.get(f"{DESK}/{LIST_ID}/1").status_code
    assert 404 == browsing.get(f"{DESK}/{COURSE_ID}/2").status_code


def test_the_desk_says_which_courses_ask_for_one_before_it_is_withdrawn(
    browsing: Browsing,
) -> None:
    standing(browsing, asked_by=["Next <b>"])
    page = main_of(browsing.get(VERSION).text)
    assert "Once no version of it can be begun, they ask for it no more" in page
    assert "Next &lt;b&gt;" in page
    standing(browsing)
    assert "ask for it to be completed first" not in browsing.get(VERSION).text


def test_the_desk_tells_a_package_that_is_stopped_from_a_version_that_is_withdrawn(
    browsing: Browsing,
) -> None:
    standing(browsing, package_id=PACKAGE_ID)
    page = main_of(browsing.get(VERSION).text)
    assert "What may do harm is stopped at once" in page
    assert f'href="/desk/packages/{PACKAGE_ID}"' in page
    standing(browsing, package_id=PACKAGE_ID, stopped=True)
    page = main_of(browsing.get(VERSION).text)
    assert "Its package was stopped: nobody begins it, or goes on with it." in page
    assert "<form" not in page
    assert "its package was stopped" in main_of(browsing.get(DESK).text)
    browsing.gateway.backend.refuse(package_errors.VersionStopped("Said."), "WithdrawVersion")
    assert DESK == browsing.post(VERSION, SAID).location
    assert "there is nothing left to end" in browsing.get(DESK).text


def test_a_version_is_withdrawn_from_the_beginning_of_a_day_in_london(browsing: Browsing) -> None:
    standing(browsing)
    assert DESK == browsing.post(VERSION, SAID).location
    (sent,) = heard(browsing, "WithdrawVersion")
    assert isinstance(sent, acc.WithdrawVersionRequest)
    assert datetime(2027, 6, 23, 23, tzinfo=UTC) == sent.ends_at.ToDatetime(tzinfo=UTC)
    assert (COURSE_ID, 1, "It is old.") == (sent.course_id, sent.version, sent.reason)
    assert "The version is withdrawn." in browsing.get(DESK).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends_at": "soon"}, "must be a date"),
        ({"ends_at": "2027-02-30"}, "must be a date"),
        ({"ends_at": ""}, "There is a problem"),
        ({"reason": ""}, "There is a problem"),
    ],
)
def test_what_is_wrong_is_told_and_not_sent(
    browsing: Browsing, changed: dict[str, str], said: str
) -> None:
    standing(browsing)
    page = browsing.post(VERSION, SAID | changed)
    assert 400 == page.status_code
    assert said in page.text
    assert [] == heard(browsing, "WithdrawVersion")


def test_what_training_refuses_is_told(browsing: Browsing) -> None:
    standing(browsing)
    refused = Invalid(Violation("ends_at", "must lie ahead, at most 60 months"))
    browsing.gateway.backend.refuse(refused, "WithdrawVersion")
    page = browsing.post(VERSION, SAID)
    assert 400 == page.status_code
    assert "must lie ahead" in page.text
    browsing.gateway.backend.refuse(errors.VersionWithdrawn("Said."), "WithdrawVersion")
    assert DESK == browsing.post(VERSION, SAID).location
    assert "was withdrawn already" in browsing.get(DESK).text


def test_the_desk_asks_for_a_second_factor_and_for_the_right(browsing: Browsing) -> None:
    standing(browsing)
    failure = StepUpRequired(acr="aal2", max_age_seconds=900)
    browsing.gateway.backend.refuse(failure, "WithdrawVersion")
    assert browsing.post(VERSION, SAID).location.startswith("/auth/sign-in?")
    browsing.gateway.backend.refuse(NotPermitted("Said."), "ListCourseVersions")
    assert 403 == browsing.get(DESK).status_code


def test_a_certificate_of_a_withdrawn_version_says_so_in_its_own_words(browsing: Browsing) -> None:
    found(browsing, "WITHDRAWN")
    page = browsing.get(CHECKED).text
    assert "<h1" in page
    assert "This certificate ended: its course was withdrawn" in page


def test_the_name_is_corrected_on_a_new_certificate(browsing: Browsing) -> None:
    holding(browsing)
    assert f'href="{ANEW}"' in browsing.get(OWN).text
    page = main_of(browsing.get(ANEW).text)
    assert 'value="Given Family"' in page
    assert "You can do this once." in page
    assert OWN == browsing.post(ANEW, {"name": "Right Name", "key": KEY}).location
    assert [
        acc.ReissueCertificateRequest(
            certificate_id=CERTIFICATE_ID, name="Right Name", idempotency_key=KEY
        )
    ] == heard(browsing, "ReissueCertificate")
    assert "Your certificate is issued anew." in browsing.get(OWN).text


def test_a_revoked_one_is_not_corrected(browsing: Browsing) -> None:
    browsing.sign_in()
    assert ANEW not in browsing.get(OWN).text
    assert OWN == browsing.get(ANEW).location


def test_a_name_that_is_refused_is_told_and_a_second_time_too(browsing: Browsing) -> None:
    holding(browsing)
    assert 400 == browsing.post(ANEW, {"name": "", "key": KEY}).status_code
    assert [] == heard(browsing, "ReissueCertificate")
    refused = Invalid(Violation("name", "is the one that the certificate has"))
    browsing.gateway.backend.refuse(refused, "ReissueCertificate")
    page = browsing.post(ANEW, {"name": "Given Family", "key": KEY})
    assert 400 == page.status_code
    assert "is the one that the certificate has" in page.text
    browsing.gateway.backend.refuse(errors.CertificateReissued("Said."), "ReissueCertificate")
    assert OWN == browsing.post(ANEW, {"name": "Other", "key": KEY}).location
    assert "that is done once" in browsing.get(OWN).text
