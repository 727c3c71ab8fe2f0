"""Packages on the desk of trainers: brought, seen, published by another, stopped."""

import hashlib
import io
from html import unescape

import pytest

from chassis.errors import StorageUnavailable
from isp.training.v1 import packages_pb2 as pb
from services.gateway.pages.packages_desk import REFUSALS, STATES
from services.training.domain import package_errors
from services.training.domain.package import PackageRefusal, PackageState
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.package_routes import PROPOSED, PUBLISHED, REFUSED, UPLOADING, URL
from tests.contract.gateway.route import COURSE_ID, KEY, PACKAGE_ID
from tests.contract.gateway.test_page_asking import heard

DESK = "/desk/packages"
ONE = f"{DESK}/{PACKAGE_ID}"


def sent(browsing: Browsing, body: bytes, **more: str):
    file = (io.BytesIO(body), "gates.zip", "application/zip")
    return browsing.post(DESK, {"file": file, "key": KEY, **more})


def shown(browsing: Browsing, package: pb.Package) -> str:
    browsing.gateway.backend.answers["GetPackage"] = pb.GetPackageResponse(package=package)
    return unescape(browsing.get(ONE).text)


def test_a_package_goes_to_training_piece_by_piece_with_its_digest(browsing: Browsing) -> None:
    browsing.sign_in()
    body = b"x" * (1024 * 1024 + 5)
    upload = pb.Package()
    upload.CopyFrom(UPLOADING)
    upload.pieces = 2
    browsing.gateway.backend.answers["BeginPackage"] = pb.BeginPackageResponse(
        package=upload, piece_bytes=1024 * 1024
    )
    done = sent(browsing, body, course_id=COURSE_ID)
    assert (302, ONE) == (done.status_code, done.location)
    (begun,) = heard(browsing, "BeginPackage")
    wanted = pb.BeginPackageRequest(
        name="gates.zip", size=len(body), course_id=COURSE_ID, idempotency_key=KEY
    )
    assert wanted == begun
    assert [1024 * 1024, 5] == [len(each.body) for each in heard(browsing, "PutPackagePiece")]
    (whole,) = heard(browsing, "FinishPackage")
    assert hashlib.sha256(body).hexdigest() == whole.digest


def test_what_waits_for_the_scanner_is_not_shown_and_can_be_taken_back(browsing: Browsing) -> None:
    browsing.sign_in()
    waits = pb.Package()
    waits.CopyFrom(PROPOSED)
    waits.state = pb.PACKAGE_STATE_QUARANTINED
    for field in ("title", "title_cy", "description", "unit_count", "units"):
        waits.ClearField(field)
    page = shown(browsing, waits)
    assert "Waits to be scanned and looked into" in page
    assert "The scanner does not answer at the moment." in page
    assert 'value="withdraw"' in page
    for none in ('value="publish"', "/units/"):
        assert none not in page


def test_every_state_and_refusal_has_words() -> None:
    assert {each.name for each in PackageState} - {"UPLOADING"} == STATES.keys()
    assert {each.name for each in PackageRefusal} == REFUSALS.keys()


def test_why_a_package_was_stopped_by_the_scanner_is_said_with_what_it_was(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    stopped = pb.Package()
    stopped.CopyFrom(PUBLISHED)
    stopped.state = pb.PACKAGE_STATE_WITHDRAWN
    stopped.refusal, stopped.refused_part = pb.PACKAGE_REFUSAL_INFECTED, "media/a.js"
    page = shown(browsing, stopped)
    for said in (STATES["WITHDRAWN"], REFUSALS["INFECTED"], "media/a.js", stopped.title_cy):
        assert str(said) in page
    stopped.ClearField("refusal")
    assert str(REFUSALS["INFECTED"]) not in shown(browsing, stopped)


def test_why_a_package_was_refused_is_said_and_its_words_are_no_markup(browsing: Browsing) -> None:
    browsing.sign_in()
    page = shown(browsing, REFUSED)
    assert "A file's name leads out of the package" in page
    assert "../../etc/&lt;b&gt;" in browsing.get(ONE).text
    for none in ('value="publish"', 'value="withdraw"', "/units/"):
        assert none not in page


def test_what_was_found_is_shown_and_another_trainer_publishes(browsing: Browsing) -> None:
    browsing.sign_in()
    page = shown(browsing, PROPOSED)
    for said in ("Gatiau", "Units: 1", "Unit <b>", "I have looked at it: publish it"):
        assert said in page
    done = browsing.post(ONE, {"do": "publish", "digest": PROPOSED.digest})
    assert (302, ONE) == (done.status_code, done.location)
    (heard_it,) = heard(browsing, "PublishPackage")
    wanted = pb.PublishPackageRequest(package_id=PACKAGE_ID, read_digest=PROPOSED.digest)
    assert wanted == heard_it


def test_who_brought_a_package_is_not_offered_to_publish_it(browsing: Browsing) -> None:
    browsing.sign_in()
    mine = pb.Package()
    mine.CopyFrom(PROPOSED)
    mine.uploaded_by_you = True
    page = shown(browsing, mine)
    assert 'value="publish"' not in page
    assert "another trainer must publish it" in page


def test_a_version_is_stopped_for_a_reason(browsing: Browsing) -> None:
    browsing.sign_in()
    page = shown(browsing, PUBLISHED)
    assert "version 2" in page
    for said in ("Stop it at once", "also for those who are in the middle of it"):
        assert said in page
    assert f'href="/desk/course-versions/{PUBLISHED.course_id}/2"' in page
    assert "/desk/course-versions/" not in shown(browsing, PROPOSED)
    missing = browsing.post(ONE, {"do": "withdraw", "version": "4", "reason": ""})
    assert 400 == missing.status_code
    assert [] == heard(browsing, "WithdrawPackage")
    browsing.post(ONE, {"do": "withdraw", "version": "4", "reason": "Wrong."})
    (said,) = heard(browsing, "WithdrawPackage")
    wanted = pb.WithdrawPackageRequest(package_id=PACKAGE_ID, expected_version=4, reason="Wrong.")
    assert wanted == said


def test_a_unit_is_looked_at_on_its_own_origin(browsing: Browsing) -> None:
    browsing.sign_in()
    assert f'href="{ONE}/units/0"' in shown(browsing, PROPOSED)
    done = browsing.get(f"{ONE}/units/3")
    assert (302, URL) == (done.status_code, done.location)
    assert "no-store" in done.headers["Cache-Control"]
    (asked,) = heard(browsing, "PreviewPackage")
    assert 3 == asked.unit


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (package_errors.TooManyUploads("x"), 429, "Finish one of your uploads"),
        (package_errors.NotOfPackages("x"), 409, "built in"),
        (StorageUnavailable("x"), 503, "cannot be kept"),
    ],
)
def test_what_is_refused_is_said_on_the_page(browsing: Browsing, refusal, status, said) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(refusal, "BeginPackage")
    answer = sent(browsing, b"hello")
    assert status == answer.status_code
    assert said in unescape(answer.text)


def test_no_file_is_said_and_nothing_is_sent(browsing: Browsing) -> None:
    browsing.sign_in()
    assert 400 == sent(browsing, b"").status_code
    assert [] == heard(browsing, "BeginPackage")


def test_one_s_own_package_cannot_be_published_by_hand(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(package_errors.SelfPublication("x"), "PublishPackage")
    answer = browsing.post(ONE, {"do": "publish", "digest": PROPOSED.digest})
    assert 403 == answer.status_code
    assert "Somebody else must publish" in unescape(answer.text)
