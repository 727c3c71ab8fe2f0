"""The routes of verification: what they say, hear and show, to officers and to the person."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import identity_pb2, verifications_pb2
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.alert_routes import DIGEST
from tests.contract.gateway.route import CASE_ID, KEY, PERSON_ID, REQUEST_ID, VERSION, Route


def at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


CHECK: Final[dict[str, Any]] = {
    "kind": "EVIDENCE",
    "document_type": "uk-passport",
    "issuer": "HM Passport Office",
    "strength": 4,
    "validity": 3,
    "score": 0,
    "note": "Seen in person.",
}
_NUMBER: Final = {"document_number": "123 456 789"}
CHECKED: Final = identity_pb2.Check(**CHECK | {"kind": identity_pb2.CHECK_KIND_EVIDENCE})
CALLED: Final = identity_pb2.Check(
    kind=identity_pb2.CHECK_KIND_CALL_BACK,
    contact="020 7946 0000",
    contact_source=case_pb.CONTACT_SOURCE_COMPANY_REGISTER,
    call_outcome=case_pb.CALL_OUTCOME_CONFIRMED,
    note="The switchboard.",
    recorded_by=PERSON_ID,
    recorded_at=at(9),
)
CASE: Final = identity_pb2.Verification(
    verification_id=CASE_ID,
    subject=PERSON_ID,
    tier=kernel_pb2.TIER_VERIFIED,
    status=identity_pb2.VERIFICATION_STATUS_APPEALED,
    checks=[CHECKED, CALLED],
    evidence_digest=DIGEST,
    profiles_met=["L1A"],
    opened_at=at(8),
    version=2,
    claimed_by=REQUEST_ID,
    claimed_until=at(10),
    missing=[case_pb.MISSING_PART_PROFILE, case_pb.MISSING_PART_ORGANISATION],
    nearest=[
        case_pb.NearProfile(
            profile="M1B",
            documents=[case_pb.DocumentNeed(strength=3, validity=2, instead_of="uk-passport")],
            fraud=2,
            officers_checks=True,
        )
    ],
    seen_elsewhere=[
        case_pb.SeenElsewhere(
            verification_id=REQUEST_ID, document_type="passport", recorded_at=at(7)
        )
    ],
    applicant=case_pb.Applicant(
        given_name="Given",
        family_name="Family",
        email="owner@cafe.example",
        organisation_name="Cafe",
        regions=["LON"],
        sectors=["retail"],
        seated=True,
    ),
    sponsored_by=PERSON_ID,
    sponsor_statement="I know them.",
    sponsor_name="A Friend, Guild",
    refusal_reasons=[case_pb.REFUSAL_REASON_CALL_BACK_FAILED],
    appeal_grounds="It was lunch time.",
    refused_by=PERSON_ID,
    provider_checks=[
        identity_pb2.ProviderCheck(
            provider_check_id=REQUEST_ID,
            kind=identity_pb2.CHECK_KIND_FRAUD,
            state=case_pb.PROVIDER_CHECK_STATE_WAITING,
            asked_at=at(9),
            tries=1,
        )
    ],
    rule_version="GPG 45",
)
CASE.checks[0].recorded_by = PERSON_ID
CASE.checks[0].recorded_at.CopyFrom(at(9))
CASE.checks[0].number_known = True
MINE: Final = verifications_pb2.MyVerification(
    verification_id=CASE_ID,
    tier=kernel_pb2.TIER_VERIFIED,
    status=identity_pb2.VERIFICATION_STATUS_OPEN,
    opened_at=at(8),
    missing=[case_pb.MISSING_PART_PROFILE],
    nearest=[
        case_pb.NearProfile(
            profile="M1A",
            documents=[case_pb.DocumentNeed(strength=4, validity=2)],
            officers_checks=True,
        )
    ],
    version=2,
    tier_until=at(23),
    renewable_from=at(22),
    usual_working_days=10,
)

_CASE: Final = "/v1/verifications/{verification_id}"
_MINE: Final = "/v1/me/verification"
_OF_CASE: Final[dict[str, Any]] = {"verification_id": CASE_ID, "expected_version": VERSION}
_VOUCHED: Final = {"email": "owner@cafe.example", "statement": "I know them."}
_ASKED: Final = {"document_type": "uk-passport", "issuer": "", "document_number": "123456789"}

VERIFICATION_ROUTES: Final = (
    Route(
        "POST",
        _MINE,
        "RequestVerification",
        status=201,
        body={"tier": "TRUSTED"},
        needs_key=True,
        message=identity_pb2.RequestVerificationRequest(
            tier=kernel_pb2.TIER_TRUSTED, idempotency_key=KEY
        ),
    ),
    Route("GET", _MINE, "GetMyVerification", verifications_pb2.GetMyVerificationRequest()),
    Route(
        "POST",
        f"{_MINE}/appeal",
        "AppealVerification",
        body={"grounds": "It was lunch time."},
        needs_version=True,
        message=verifications_pb2.AppealVerificationRequest(
            expected_version=VERSION, grounds="It was lunch time."
        ),
    ),
    Route(
        "POST",
        f"{_MINE}/withdrawal",
        "WithdrawVerification",
        needs_version=True,
        message=verifications_pb2.WithdrawVerificationRequest(expected_version=VERSION),
    ),
    Route(
        "GET",
        "/v1/verifications",
        "ListVerifications",
        query={"page_size": 100, "page_token": "a b"},
        message=identity_pb2.ListVerificationsRequest(page_size=100, page_token="a b"),
    ),
    Route(
        "GET",
        _CASE,
        "GetVerification",
        message=identity_pb2.GetVerificationRequest(verification_id=CASE_ID),
    ),
    Route(
        "POST",
        f"{_CASE}/claim",
        "ClaimVerification",
        needs_version=True,
        message=verifications_pb2.ClaimVerificationRequest(**_OF_CASE),
    ),
    Route(
        "DELETE",
        f"{_CASE}/claim",
        "ReleaseVerification",
        needs_version=True,
        message=verifications_pb2.ReleaseVerificationRequest(**_OF_CASE),
    ),
    Route(
        "POST",
        f"{_CASE}/checks",
        "RecordCheck",
        status=201,
        body=CHECK | _NUMBER,
        needs_key=True,
        message=identity_pb2.RecordCheckRequest(
            verification_id=CASE_ID,
            check=identity_pb2.Check(
                **CHECK | _NUMBER | {"kind": identity_pb2.CHECK_KIND_EVIDENCE}
            ),
            idempotency_key=KEY,
        ),
    ),
    Route(
        "POST",
        f"{_CASE}/provider-checks",
        "RequestProviderCheck",
        status=202,
        body={"kind": "EVIDENCE", **_ASKED},
        needs_key=True,
        message=verifications_pb2.RequestProviderCheckRequest(
            verification_id=CASE_ID,
            kind=identity_pb2.CHECK_KIND_EVIDENCE,
            idempotency_key=KEY,
            **_ASKED,
        ),
    ),
    Route(
        "POST",
        f"{_CASE}/sponsorship",
        "SponsorVerification",
        status=204,
        body=_VOUCHED,
        answers="text/html",
        message=verifications_pb2.SponsorVerificationRequest(verification_id=CASE_ID, **_VOUCHED),
    ),
    Route(
        "POST",
        f"{_CASE}/decision",
        "DecideVerification",
        body={
            "grant": False,
            "read_digest": DIGEST.hex(),
            "reason": "Because.",
            "refusal_reasons": ["CALL_BACK_FAILED"],
        },
        message=identity_pb2.DecideVerificationRequest(
            verification_id=CASE_ID,
            read_digest=DIGEST,
            reason="Because.",
            refusal_reasons=[case_pb.REFUSAL_REASON_CALL_BACK_FAILED],
        ),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "RequestVerification": identity_pb2.RequestVerificationResponse(
        verification_id=CASE_ID, status=identity_pb2.VERIFICATION_STATUS_OPEN
    ),
    "ListVerifications": identity_pb2.ListVerificationsResponse(
        verifications=[CASE], next_page_token="next"
    ),
    "GetVerification": identity_pb2.GetVerificationResponse(verification=CASE),
    "RecordCheck": identity_pb2.RecordCheckResponse(verification=CASE),
    "DecideVerification": identity_pb2.DecideVerificationResponse(verification=CASE),
    "GetMyVerification": verifications_pb2.GetMyVerificationResponse(verification=MINE),
    "AppealVerification": verifications_pb2.AppealVerificationResponse(verification=MINE),
    "WithdrawVerification": verifications_pb2.WithdrawVerificationResponse(verification=MINE),
    "ClaimVerification": verifications_pb2.ClaimVerificationResponse(verification=CASE),
    "ReleaseVerification": verifications_pb2.ReleaseVerificationResponse(verification=CASE),
    "RequestProviderCheck": verifications_pb2.RequestProviderCheckResponse(verification=CASE),
    "SponsorVerification": verifications_pb2.SponsorVerificationResponse(),
}
_NINE: Final = "2026-11-24T09:00:00.000Z"
_BY: Final = {"recorded_by": PERSON_ID, "recorded_at": _NINE, "provider_check_id": None}
LISTED_READ: Final[dict[str, Any]] = {
    "verification_id": CASE_ID,
    "subject": PERSON_ID,
    "tier": "VERIFIED",
    "status": "APPEALED",
    "evidence_digest": DIGEST.hex(),
    "rule_version": "GPG 45",
    "profiles_met": ["L1A"],
    "opened_at": "2026-11-24T08:00:00.000Z",
    "version": 2,
    "checks": [
        CHECK | _BY | {"number_known": True},
        {
            **_BY,
            "kind": "CALL_BACK",
            "document_type": "",
            "issuer": "",
            "number_known": False,
            "strength": 0,
            "validity": 0,
            "score": 0,
            "note": "The switchboard.",
            "contact": "020 7946 0000",
            "contact_source": "COMPANY_REGISTER",
            "call_outcome": "CONFIRMED",
        },
    ],
    "claimed_by": REQUEST_ID,
    "claimed_until": "2026-11-24T10:00:00.000Z",
    "sponsored_by": PERSON_ID,
    "sponsor_statement": "I know them.",
    "proposed_by": None,
    "refusal_reasons": ["CALL_BACK_FAILED"],
    "appeal_grounds": "It was lunch time.",
    "refused_by": PERSON_ID,
}
CASE_READ: Final[dict[str, Any]] = LISTED_READ | {
    "applicant": {
        "given_name": "Given",
        "family_name": "Family",
        "email": "owner@cafe.example",
        "organisation_name": "Cafe",
        "regions": ["LON"],
        "sectors": ["retail"],
        "seated": True,
    },
    "sponsor_name": "A Friend, Guild",
    "missing": ["PROFILE", "ORGANISATION"],
    "nearest": [
        {
            "profile": "M1B",
            "documents": [{"strength": 3, "validity": 2, "instead_of": "uk-passport"}],
            "officers_checks": True,
            "activity": 0,
            "fraud": 2,
            "verification": 0,
        }
    ],
    "seen_elsewhere": [
        {
            "verification_id": REQUEST_ID,
            "document_type": "passport",
            "recorded_at": "2026-11-24T07:00:00.000Z",
        }
    ],
    "provider_checks": [
        {
            "provider_check_id": REQUEST_ID,
            "kind": "FRAUD",
            "state": "WAITING",
            "asked_at": _NINE,
            "tries": 1,
        }
    ],
}
MINE_READ: Final[dict[str, Any]] = {
    "verification_id": CASE_ID,
    "tier": "VERIFIED",
    "status": "OPEN",
    "opened_at": "2026-11-24T08:00:00.000Z",
    "decided_at": None,
    "missing": ["PROFILE"],
    "nearest": [
        {
            "profile": "M1A",
            "documents": [{"strength": 4, "validity": 2, "instead_of": None}],
            "officers_checks": True,
        }
    ],
    "refusal_reasons": [],
    "appeal_until": None,
    "sponsored": False,
    "tier_until": "2026-11-24T23:00:00.000Z",
    "renewable_from": "2026-11-24T22:00:00.000Z",
    "usual_working_days": 10,
}
READ: Final[dict[str, Any]] = {
    "RequestVerification": {"verification_id": CASE_ID, "status": "OPEN"},
    "ListVerifications": {"verifications": [LISTED_READ], "next_page_token": "next"},
    **dict.fromkeys(("GetVerification", "RecordCheck", "DecideVerification"), CASE_READ),
    **dict.fromkeys(("ClaimVerification", "ReleaseVerification"), CASE_READ),
    "RequestProviderCheck": CASE_READ,
    **dict.fromkeys(("GetMyVerification", "AppealVerification", "WithdrawVerification"), MINE_READ),
}
