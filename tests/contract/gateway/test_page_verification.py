"""Verification on the pages: where it stands for the person, and the officers' desk."""

from html import unescape
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import Invalid, Refusal, StaleVersion, Violation
from isp.identity.v1 import identity_pb2, verifications_pb2
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.kernel.v1 import kernel_pb2
from services.identity.domain import errors, verification_errors
from tests.contract.gateway.alert_routes import DIGEST
from tests.contract.gateway.answers import PERSON
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import CASE_ID, KEY, REQUEST_ID
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.verification_routes import MINE, at

MINE_PAGE = "/account/verification"
HERE = f"/desk/verifications/{CASE_ID}"
CHECK = {
    "do": "check",
    "key": KEY,
    "kind": "CALL_BACK",
    "contact": "020 7946 0000",
    "contact_source": "COMPANY_REGISTER",
    "call_outcome": "CONFIRMED",
    "note": "The switchboard.",
}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def mine(browsing: Browsing, **given: Any) -> None:
    """Let the person's case be this."""
    case = verifications_pb2.MyVerification()
    case.CopyFrom(MINE)
    for name in given:
        case.ClearField(name)  # type: ignore[arg-type] # a name of its fields
    case.MergeFrom(verifications_pb2.MyVerification(**given))
    browsing.gateway.backend.answers["GetMyVerification"] = (
        verifications_pb2.GetMyVerificationResponse(verification=case)
    )


def test_a_person_sees_where_they_stand_what_is_missing_and_how_long_it_takes(
    browsing: Browsing,
) -> None:
    page = unescape(main_of(browsing.get(MINE_PAGE).text))
    for words in (
        "Being checked",
        "within 10 working days",
        "Enough evidence of who you are",
        "Any one of these would be enough evidence",
        "M1A",
        "a passport or another document with a chip",
        "checks that we make ourselves",
        CASE_ID,
    ):
        assert words in page
    assert "fraud" not in page.lower()


def test_who_never_asked_is_told_what_it_adds_and_may_ask(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["GetMyVerification"] = (
        verifications_pb2.GetMyVerificationResponse(
            verification=verifications_pb2.MyVerification(usual_working_days=10)
        )
    )
    page = browsing.get(MINE_PAGE).text
    assert "within 10 working days" in page
    assert "What it adds" in page
    assert "We keep no picture and no number of a document." in page
    sent = browsing.post(MINE_PAGE, {"do": "ask", "tier": "TRUSTED", "key": KEY})
    assert (302, MINE_PAGE) == (sent.status_code, sent.location)
    assert [
        identity_pb2.RequestVerificationRequest(tier=kernel_pb2.TIER_TRUSTED, idempotency_key=KEY)
    ] == heard(browsing, "RequestVerification")


@pytest.mark.parametrize(
    ("tier", "renewable", "offered"),
    [
        (kernel_pb2.TIER_REGISTERED, False, ["VERIFIED", "TRUSTED"]),
        (kernel_pb2.TIER_VERIFIED, False, ["TRUSTED"]),
        (kernel_pb2.TIER_VERIFIED, True, ["VERIFIED", "TRUSTED"]),
        (kernel_pb2.TIER_TRUSTED, False, []),
        (kernel_pb2.TIER_TRUSTED, True, ["TRUSTED"]),
    ],
)
def test_only_what_can_be_asked_for_is_offered(
    browsing: Browsing, tier: Any, renewable: bool, offered: list[str]
) -> None:
    person = identity_pb2.Subscriber()
    person.CopyFrom(PERSON)
    person.tier = tier
    browsing.gateway.backend.answers["GetMe"] = identity_pb2.GetMeResponse(subscriber=person)
    since = Timestamp(seconds=0 if renewable else 4_000_000_000)
    mine(browsing, status=identity_pb2.VERIFICATION_STATUS_GRANTED, renewable_from=since)
    page = browsing.get(MINE_PAGE).text
    assert offered == [each for each in ("VERIFIED", "TRUSTED") if f'value="{each}"' in page]


def test_a_refusal_says_why_and_is_appealed(browsing: Browsing) -> None:
    mine(
        browsing,
        status=identity_pb2.VERIFICATION_STATUS_REFUSED,
        refusal_reasons=[case_pb.REFUSAL_REASON_CALL_BACK_FAILED],
        appeal_until=at(20),
    )
    page = unescape(browsing.get(MINE_PAGE).text)
    assert "The organisation could not be reached." in page
    assert 'value="appeal"' in page
    empty = browsing.post(MINE_PAGE, {"do": "appeal", "version": "2", "grounds": ""})
    assert 400 == empty.status_code
    sent = browsing.post(MINE_PAGE, {"do": "appeal", "version": "2", "grounds": "Lunch time."})
    assert 302 == sent.status_code
    assert [
        verifications_pb2.AppealVerificationRequest(expected_version=2, grounds="Lunch time.")
    ] == heard(browsing, "AppealVerification")


def test_a_request_is_withdrawn_at_the_version_that_was_read(browsing: Browsing) -> None:
    assert 302 == browsing.post(MINE_PAGE, {"do": "withdraw", "version": "2"}).status_code
    assert [verifications_pb2.WithdrawVerificationRequest(expected_version=2)] == heard(
        browsing, "WithdrawVerification"
    )


@pytest.mark.parametrize(
    ("do", "rpc", "refusal", "status", "words"),
    [
        ("ask", "RequestVerification", errors.VerificationOpen("x"), 409, "open"),
        ("ask", "RequestVerification", errors.TierHeld("x"), 409, "hold"),
        ("withdraw", "WithdrawVerification", StaleVersion("x"), 412, "as it is now"),
        (
            "appeal",
            "AppealVerification",
            verification_errors.AppealTooLate("x"),
            409,
            "30 days",
        ),
    ],
)
def test_what_is_refused_is_said_on_the_page(
    browsing: Browsing, do: str, rpc: str, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, rpc)
    said = {"do": do, "version": "2", "grounds": "Lunch time.", "key": KEY}
    page = browsing.post(MINE_PAGE, said)
    assert (status, True) == (page.status_code, words in page.text)


@pytest.mark.parametrize(
    "said", [{"do": "x"}, {}, {"do": "ask", "tier": "PUBLIC"}, {"do": "withdraw", "version": "x"}]
)
def test_what_no_page_of_ours_says_is_a_bad_request(
    browsing: Browsing, said: dict[str, str]
) -> None:
    assert 400 == browsing.post(MINE_PAGE, said).status_code


def test_somebody_vouches_by_reference_and_address(browsing: Browsing) -> None:
    path = f"{MINE_PAGE}/vouching"
    assert 400 == browsing.post(path, {"reference": CASE_ID}).status_code
    said = {"reference": f" {CASE_ID}", "email": "owner@cafe.example", "statement": "I do."}
    assert 302 == browsing.post(path, said).status_code
    assert [
        verifications_pb2.SponsorVerificationRequest(
            verification_id=CASE_ID, email="owner@cafe.example", statement="I do."
        )
    ] == heard(browsing, "SponsorVerification")
    browsing.gateway.backend.refuse(errors.VerificationNotFound("x"), "SponsorVerification")
    assert 404 == browsing.post(path, said).status_code


def test_an_officer_sees_the_queue_and_what_others_work_on(browsing: Browsing) -> None:
    page = unescape(browsing.get("/desk/verifications").text)
    assert f'href="{HERE}"' in page
    for words in (
        "Appealed: waiting for another reviewer",
        "2 checks",
        "L1A",
        "another officer",
        "(22222222)",
    ):
        assert words in page


def test_an_officer_sees_that_a_document_was_used_under_another_name(browsing: Browsing) -> None:
    page = unescape(browsing.get(HERE).text)
    for words in (
        "was shown in another person's case. Do not tell the applicant.",
        f"/desk/verifications/{REQUEST_ID}",
        "a better look at: uk-passport (strength 3, validity 2)",
        "fraud 2",
        "Given Family",
        "It was lunch time.",
        "I know them.",
        "A Friend, Guild",
        "020 7946 0000",
        "The register of companies",
        "Being asked",
        "Another officer works on this case until",
    ):
        assert words in page
    assert 'value="grant"' not in page


def unclaimed(browsing: Browsing) -> None:
    answer = browsing.gateway.backend.answers["GetVerification"]
    case = identity_pb2.GetVerificationResponse()
    case.CopyFrom(answer)  # type: ignore[arg-type] # of this RPC
    case.verification.ClearField("claimed_by")
    browsing.gateway.backend.answers["GetVerification"] = case


def test_an_officer_takes_a_case_and_gives_it_back(browsing: Browsing) -> None:
    for do, rpc in (("claim", "ClaimVerification"), ("release", "ReleaseVerification")):
        sent = browsing.post(HERE, {"do": do, "version": "2"})
        assert (302, HERE) == (sent.status_code, sent.location)
        (message,) = heard(browsing, rpc)
        assert (CASE_ID, 2) == (message.verification_id, message.expected_version)  # type: ignore[attr-defined]


def test_a_call_back_is_recorded_as_the_form_says_it(browsing: Browsing) -> None:
    assert 302 == browsing.post(HERE, CHECK).status_code
    assert [
        identity_pb2.RecordCheckRequest(
            verification_id=CASE_ID,
            check=identity_pb2.Check(
                kind=identity_pb2.CHECK_KIND_CALL_BACK,
                contact="020 7946 0000",
                contact_source=case_pb.CONTACT_SOURCE_COMPANY_REGISTER,
                call_outcome=case_pb.CALL_OUTCOME_CONFIRMED,
                note="The switchboard.",
            ),
            idempotency_key=KEY,
        )
    ] == heard(browsing, "RecordCheck")


def test_a_provider_is_asked_about_a_document(browsing: Browsing) -> None:
    said = {
        "do": "ask-provider",
        "key": KEY,
        "kind": "EVIDENCE",
        "document_type": "uk-passport",
        "document_number": "123456789",
    }
    assert 302 == browsing.post(HERE, said).status_code
    (message,) = heard(browsing, "RequestProviderCheck")
    assert ("uk-passport", "123456789") == (message.document_type, message.document_number)  # type: ignore[attr-defined]


def test_a_field_that_the_service_refuses_is_said_at_the_field(browsing: Browsing) -> None:
    unclaimed(browsing)
    refusal = Invalid(Violation("check.contact", "must not be the address that the applicant gave"))
    browsing.gateway.backend.refuse(refusal, "RecordCheck")
    page = browsing.post(HERE, CHECK)
    assert 400 == page.status_code
    assert "must not be the address that the applicant gave" in page.text
    welsh = browsing.post(f"/cy{HERE}", CHECK).text
    assert "must not be the address that the applicant gave" not in welsh


def test_a_decision_is_on_the_digest_that_the_page_showed(browsing: Browsing) -> None:
    unclaimed(browsing)
    assert f'name="digest" value="{DIGEST.hex()}"' in browsing.get(HERE).text
    said = {"do": "grant", "digest": DIGEST.hex(), "reason": "M1A."}
    assert 302 == browsing.post(HERE, said).status_code
    refused = {**said, "do": "refuse", "refusal_reasons": "CALL_BACK_FAILED"}
    assert 302 == browsing.post(HERE, refused).status_code
    decision = identity_pb2.DecideVerificationRequest(
        verification_id=CASE_ID, grant=True, read_digest=DIGEST, reason="M1A."
    )
    other = identity_pb2.DecideVerificationRequest()
    other.CopyFrom(decision)
    other.grant = False
    other.refusal_reasons.append(case_pb.REFUSAL_REASON_CALL_BACK_FAILED)
    assert [decision, other] == heard(browsing, "DecideVerification")


@pytest.mark.parametrize(
    "said",
    [
        {"do": "refuse", "digest": DIGEST.hex(), "reason": "No."},
        {"do": "grant", "digest": DIGEST.hex(), "reason": ""},
        {"do": "grant", "digest": "00", "reason": "M1A."},
        {"do": "grant", "digest": "x" * 64, "reason": "M1A."},
        {"do": "check", "kind": "OTHER"},
        {"do": "other"},
    ],
)
def test_a_decision_that_is_not_whole_reaches_nobody(
    browsing: Browsing, said: dict[str, str]
) -> None:
    assert 400 == browsing.post(HERE, said).status_code
    assert [] == heard(browsing, "DecideVerification") + heard(browsing, "RecordCheck")


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.CheckedBySameOfficer("x"), 403),
        (errors.EvidenceChanged("x"), 409),
        (errors.ProfileNotMet("x"), 409),
        (verification_errors.SecondReviewerNeeded("x"), 403),
        (verification_errors.AppealNeedsAnother("x"), 403),
        (verification_errors.VerificationClaimed("x"), 409),
        (verification_errors.ReviewedByColleague("x"), 403),
    ],
)
def test_why_a_decision_was_refused_is_said_on_the_case(
    browsing: Browsing, refusal: Refusal, status: int
) -> None:
    browsing.gateway.backend.refuse(refusal, "DecideVerification")
    page = browsing.post(HERE, {"do": "grant", "digest": DIGEST.hex(), "reason": "M1A."})
    assert (status, True) == (page.status_code, "There is a problem" in page.text)


@pytest.mark.parametrize("path", ["/v1/me/verification", f"/v1/verifications/{CASE_ID}"])
def test_a_case_comes_whole_though_its_version_is_held(browsing: Browsing, path: str) -> None:
    """A claim lapses, and a document is shown elsewhere, without a new version of the case."""
    answer = browsing.gateway.ask("GET", path, {"If-None-Match": '"v2"'})
    assert (200, '"v2"') == (answer.status_code, answer.headers["ETag"])
