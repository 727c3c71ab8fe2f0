"""Certificates: asked for under one's name, shown, downloaded; checked by anyone; revoked."""

from html import unescape

import pytest

from chassis.errors import Invalid, NotPermitted, StepUpRequired, Violation
from isp.training.v1 import certificate_pb2, enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from services.training.domain import errors
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.route import CERTIFICATE_ID, ENROLMENT_ID, KEY, LIST_ID
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.test_page_learning import COURSE_PAGE, taking
from tests.contract.gateway.training_answers import CERTIFICATE, FOUND

WANTED = f"/learn/enrolments/{ENROLMENT_ID}/certificate"
OWN = f"/learn/certificates/{CERTIFICATE_ID}"
CHECKED = f"/verify/{CERTIFICATE_ID}"
DESK = f"/desk/certificates/{CERTIFICATE_ID}"
NAMED = {"name": "Given Family", "key": KEY}
NAMES = certificate_pb2.CheckName
PASSED = certificate_pb2.CHECK_OUTCOME_PASSED
FAILED = certificate_pb2.CHECK_OUTCOME_FAILED
SKIPPED = certificate_pb2.CHECK_OUTCOME_NOT_CHECKED


def completed(browsing: Browsing, *, held: bool = False) -> None:
    browsing.sign_in()
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_COMPLETED, passed=True, held=held)


def found(browsing: Browsing, reason: str = "", *, check: str = "STATUS") -> None:
    """Let a certificate be good, or fail this check for a reason, and nothing after it."""
    answer = pb.VerifyCertificateResponse(valid=not reason)
    failed = False
    for name in ("SCHEMA", "ISSUER", "SIGNATURE", "DATES", "STATUS"):
        here = bool(reason) and name == check
        outcome = FAILED if here else SKIPPED if failed else PASSED
        failed = failed or here
        answer.checks.add(
            name=NAMES.Value(f"CHECK_NAME_{name}"),
            outcome=outcome,
            reason=reason if here else "",
            detail="Detail of the service.",
        )
    if check not in {"SCHEMA", "ISSUER", "SIGNATURE"}:
        answer.stated.CopyFrom(FOUND.stated)
        if reason != "REVOKED":
            answer.stated.ClearField("revoked_at")
    browsing.gateway.backend.answers["VerifyCertificate"] = answer


def test_the_form_begins_with_ones_name(browsing: Browsing) -> None:
    completed(browsing)
    page = main_of(browsing.get(WANTED).text)
    assert 'value="Given Family"' in page
    assert "It can be corrected once." in page


def test_a_certificate_is_issued_once_under_the_name_typed(browsing: Browsing) -> None:
    completed(browsing)
    answer = browsing.post(WANTED, NAMED | {"name": "G. Family"})
    assert (302, OWN) == (answer.status_code, answer.location)
    assert [
        pb.IssueCertificateRequest(enrolment_id=ENROLMENT_ID, name="G. Family", idempotency_key=KEY)
    ] == heard(browsing, "IssueCertificate")
    assert "Your certificate is issued." in browsing.get(OWN).text


@pytest.mark.parametrize("name", ["", "N" * 101])
def test_a_name_that_cannot_be_is_said_at_its_field(browsing: Browsing, name: str) -> None:
    completed(browsing)
    page = browsing.post(WANTED, NAMED | {"name": name})
    assert 400 == page.status_code
    assert 'href="#name"' in page.text
    assert [] == heard(browsing, "IssueCertificate")


def test_a_name_that_training_refuses_is_said_there_too(browsing: Browsing) -> None:
    completed(browsing)
    refused = Invalid(Violation("name", "must be plain text"))
    browsing.gateway.backend.refuse(refused, "IssueCertificate")
    page = browsing.post(WANTED, NAMED)
    assert 400 == page.status_code
    assert "must be plain text</a>" in page.text
    assert 'value="Given Family"' in page.text


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (errors.CertificateHeld("Said."), "was issued already"),
        (errors.CourseNotCompleted("Said."), "does not show every module"),
        (errors.CourseWithdrawn("Said."), "This version of the course was withdrawn"),
    ],
)
def test_what_cannot_be_issued_is_told(browsing: Browsing, failure: Exception, said: str) -> None:
    completed(browsing)
    browsing.gateway.backend.refuse(failure, "IssueCertificate")
    assert "/learn/mine" == browsing.post(WANTED, NAMED).location
    assert said in browsing.get("/learn/mine").text


def test_the_form_is_only_there_when_it_helps(browsing: Browsing) -> None:
    completed(browsing, held=True)
    assert OWN == browsing.get(WANTED).location
    taking(browsing)
    assert COURSE_PAGE == browsing.get(WANTED).location
    browsing.gateway.backend.answers["GetMyTraining"] = pb.GetMyTrainingResponse()
    assert 404 == browsing.get(WANTED).status_code


def test_an_old_enrolment_is_looked_for_on_later_pages_but_not_for_ever(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    assert 404 == browsing.get(f"/learn/enrolments/{LIST_ID}/certificate").status_code
    tokens = [each.page_token for each in heard(browsing, "GetMyTraining")]  # type: ignore[attr-defined] # the backend's messages
    assert ["", *["next+page"] * 4] == tokens


def test_ones_certificate_says_how_others_check_it(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get(OWN).text)
    assert f"https://isp.example{CHECKED}</a>" in page
    assert f'href="{OWN}/credential"' in page
    assert "It was revoked on 24 November 2026." in page
    assert "Because." in page
    kept = certificate_pb2.Certificate()
    kept.CopyFrom(CERTIFICATE)
    kept.ClearField("revoked_at")
    answer = pb.GetCertificateResponse(certificate=kept, credential="a.b.c")
    browsing.gateway.backend.answers["GetCertificate"] = answer
    assert "revoked" not in main_of(browsing.get(OWN).text)


def test_the_credential_is_a_file_for_its_holder_alone(browsing: Browsing) -> None:
    assert 302 == browsing.get(f"{OWN}/credential").status_code
    browsing.sign_in()
    answer = browsing.get(f"{OWN}/credential")
    assert (200, "application/vc+jwt", "a.b.c") == (
        answer.status_code,
        answer.mimetype,
        answer.text,
    )
    assert "private, no-store" == answer.headers["Cache-Control"]
    assert (
        f'attachment; filename="certificate-{CERTIFICATE_ID}.jwt"'
        == (answer.headers["Content-Disposition"])
    )


@pytest.mark.parametrize(
    ("kind", "media", "form"),
    [
        ("pdf", "application/pdf", certificate_pb2.PRINT_FORM_PDF),
        ("png", "image/png", certificate_pb2.PRINT_FORM_BADGE),
    ],
)
def test_a_file_to_print_or_show_is_for_its_holder_alone(
    browsing: Browsing, kind: str, media: str, form: int
) -> None:
    assert 302 == browsing.get(f"{OWN}/file.{kind}").status_code
    browsing.sign_in()
    answer = browsing.get(f"{OWN}/file.{kind}")
    assert (200, media, b"%PDF-1.7 of a kind") == (
        answer.status_code,
        answer.mimetype,
        answer.data,
    )
    assert "private, no-store" == answer.headers["Cache-Control"]
    name = f'attachment; filename="certificate-{CERTIFICATE_ID}.{kind}"'
    assert name == answer.headers["Content-Disposition"]
    (heard_of,) = heard(browsing, "PrintCertificate")
    assert form == heard_of.form  # type: ignore[attr-defined] # the backend's message


def test_what_cannot_be_printed_is_told_on_the_certificates_page(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.NameNotPrintable("Said."), "PrintCertificate")
    assert OWN == browsing.get(f"{OWN}/file.pdf").location
    assert "We have no letters for the name" in browsing.get(OWN).text


def test_somebody_elses_certificate_is_not_there(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.CertificateNotFound("Said."))
    for path in (OWN, f"{OWN}/credential", f"{OWN}/file.pdf", f"{OWN}/file.png"):
        assert 404 == browsing.get(path).status_code


def test_anyone_checks_a_certificate_by_its_address(browsing: Browsing) -> None:
    found(browsing)
    page = browsing.get(CHECKED)
    assert [] == cookies_of(page)
    assert "public, max-age=5" == page.headers["Cache-Control"]
    text = main_of(page.text)
    assert "This certificate is good" in text
    assert "Given Family" in text
    assert "24 November 2026" in text
    assert 5 == text.count("Yes")
    assert "authorization" not in browsing.gateway.backend.only.metadata


@pytest.mark.parametrize(
    ("check", "reason", "heading", "stated"),
    [
        ("SCHEMA", "MALFORMED", "This cannot be checked", False),
        ("SCHEMA", "NOT_A_BADGE", "This is not a certificate of ours", False),
        ("ISSUER", "UNKNOWN_ISSUER", "This is not a certificate of ours", False),
        ("SIGNATURE", "WRONG_ALGORITHM", "This certificate was changed or forged", False),
        ("SIGNATURE", "UNKNOWN_KEY", "This certificate was changed or forged", False),
        ("SIGNATURE", "BAD_SIGNATURE", "This certificate was changed or forged", False),
        ("DATES", "NOT_YET_VALID", "This certificate is not good yet", True),
        ("DATES", "EXPIRED", "This certificate has expired", True),
        ("STATUS", "NOT_ON_RECORD", "This certificate is not on our record", True),
        ("STATUS", "REVOKED", "This certificate was revoked", True),
    ],
)
def test_each_failure_has_its_own_words(
    browsing: Browsing, check: str, reason: str, heading: str, *, stated: bool
) -> None:
    found(browsing, reason, check=check)
    page = browsing.post("/verify", {"shown": "eyJh.eyJp.c2ln"})
    assert 200 == page.status_code
    text = unescape(main_of(page.text))
    assert f"{heading}</h1>" in text
    assert stated == ("Given Family" in text)
    assert "No</strong>" in text.replace("\n", "").replace("  ", "")
    assert ("Not looked at" in text) is (check != "STATUS")
    assert "Detail of the service." not in text
    assert "This certificate is good" not in text


def test_a_reason_that_is_new_to_the_page_is_still_no_good_certificate(browsing: Browsing) -> None:
    found(browsing, "NEW_REASON")
    text = main_of(browsing.get(CHECKED).text)
    assert "Do not rely on this certificate</h1>" in text
    assert "Detail of the service." in text


@pytest.mark.parametrize(
    "shown",
    [
        CERTIFICATE_ID,
        f" {CERTIFICATE_ID.upper()} \r\n",
        f"https://isp.example{CHECKED}",
        f"https://isp.example/cy{CHECKED}/",
    ],
)
def test_a_number_or_an_address_leads_to_the_certificate(browsing: Browsing, shown: str) -> None:
    answer = browsing.post("/cy/verify", {"shown": shown})
    assert (302, f"/cy{CHECKED}") == (answer.status_code, answer.location)
    assert [] == browsing.gateway.backend.heard


def test_a_pasted_credential_is_checked_as_it_is(browsing: Browsing) -> None:
    found(browsing)
    page = browsing.post("/verify", {"shown": "eyJh.\r\neyJp.c2ln \n"})
    assert ("private, no-store", []) == (page.headers["Cache-Control"], cookies_of(page))
    assert [pb.VerifyCertificateRequest(credential="eyJh.eyJp.c2ln")] == heard(
        browsing, "VerifyCertificate"
    )


@pytest.mark.parametrize("shown", ["", "e" * 16_385])
def test_nothing_or_far_too_much_is_said_at_the_field(browsing: Browsing, shown: str) -> None:
    page = browsing.post("/verify", {"shown": shown})
    assert 400 == page.status_code
    assert 'href="#shown"' in page.text
    assert [] == browsing.gateway.backend.heard


@pytest.mark.parametrize("number", [LIST_ID, "not-a-number", "1" * 500])
def test_a_number_that_we_do_not_know_has_words_of_its_own(browsing: Browsing, number: str) -> None:
    browsing.gateway.backend.refuse(errors.CertificateNotFound("Said."))
    page = browsing.get(f"/verify/{number}")
    assert (404, "private, no-store") == (page.status_code, page.headers["Cache-Control"])
    assert "We know no certificate with this number" in page.text


def test_a_trainer_finds_a_certificate_by_its_number(browsing: Browsing) -> None:
    browsing.sign_in()
    answer = browsing.post("/desk/certificates", {"number": f" {CERTIFICATE_ID.upper()} "[:36]})
    assert 400 == answer.status_code
    assert DESK == browsing.post("/desk/certificates", {"number": CERTIFICATE_ID}).location
    browsing.gateway.backend.refuse(errors.CertificateNotFound("Said."))
    page = browsing.post("/desk/certificates", {"number": CERTIFICATE_ID})
    assert 400 == page.status_code
    assert "no certificate has this number" in page.text
    assert 404 == browsing.get(DESK).status_code


def test_a_certificate_is_revoked_with_a_reason(browsing: Browsing) -> None:
    browsing.sign_in()
    found(browsing)
    answer = browsing.post(DESK, {"reason": "Issued in error."})
    assert (302, DESK) == (answer.status_code, answer.location)
    assert [
        pb.RevokeCertificateRequest(certificate_id=CERTIFICATE_ID, reason="Issued in error.")
    ] == heard(browsing, "RevokeCertificate")
    found(browsing, "REVOKED")
    page = browsing.get(DESK).text
    assert "The certificate is revoked." in page
    assert "Revoke the certificate" not in page


def test_a_reason_is_needed(browsing: Browsing) -> None:
    browsing.sign_in()
    found(browsing)
    page = browsing.post(DESK, {"reason": ""})
    assert 400 == page.status_code
    assert 'href="#reason"' in page.text
    assert [] == heard(browsing, "RevokeCertificate")


def test_a_second_factor_is_asked_for_and_the_reason_waits(browsing: Browsing) -> None:
    browsing.sign_in()
    found(browsing)
    failure = StepUpRequired(acr="aal2", max_age_seconds=900)
    browsing.gateway.backend.refuse(failure, "RevokeCertificate")
    away = browsing.post(DESK, {"reason": "Issued in error."})
    assert 302 == away.status_code
    assert "acr=aal2" in away.location
    assert "Issued in error.</textarea>" in browsing.get(DESK).text


def test_one_that_was_revoked_meanwhile_is_told(browsing: Browsing) -> None:
    browsing.sign_in()
    found(browsing, "REVOKED")
    browsing.gateway.backend.refuse(errors.CertificateEnded("Said."), "RevokeCertificate")
    assert DESK == browsing.post(DESK, {"reason": "Issued in error."}).location
    page = browsing.get(DESK).text
    assert "The certificate was revoked already." in page
    assert "The certificate is revoked." not in page


def test_who_may_not_revoke_is_told_so(browsing: Browsing) -> None:
    browsing.sign_in()
    found(browsing)
    browsing.gateway.backend.refuse(NotPermitted("Said."), "RevokeCertificate")
    page = browsing.post(DESK, {"reason": "Issued in error."})
    assert 403 == page.status_code
    assert "You may not do this" in page.text
