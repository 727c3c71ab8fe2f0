"""A case's life through the front: claims, call-backs, proposals, appeals, and who sees what."""

from typing import Any
from uuid import uuid4

import pytest

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.identity.v1 import verifications_pb2 as more
from isp.identity.v1.verifications_pb2_grpc import VerificationsServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from tests.contract.identity.office import ENOUGH, Office, a_check, decision_on, key
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.serving import Caller, Served, refusal

PASSPORT: dict[str, Any] = {
    "kind": pb.CHECK_KIND_EVIDENCE,
    "document_type": "uk-passport",
    "issuer": "HM Passport Office",
    "document_number": "123 456-789",
    "strength": 4,
    "validity": 3,
}
H1A: tuple[dict[str, Any], ...] = (
    PASSPORT,
    {"kind": pb.CHECK_KIND_FRAUD, "score": 1},
    {"kind": pb.CHECK_KIND_VERIFICATION, "score": 3},
    *ENOUGH[3:],
)


def mine(verifications: VerificationsServiceStub, who: Caller) -> more.MyVerification:
    asked = more.GetMyVerificationRequest()
    return verifications.GetMyVerification(asked, metadata=who.metadata).verification


def claim(
    verifications: VerificationsServiceStub, by: Caller, case: pb.Verification
) -> pb.Verification:
    asked = more.ClaimVerificationRequest(
        verification_id=case.verification_id, expected_version=case.version
    )
    return verifications.ClaimVerification(asked, metadata=by.metadata).verification


def test_a_claimed_case_is_worked_on_by_one_until_it_is_released(
    office: Office, verifications: VerificationsServiceStub
) -> None:
    held = claim(verifications, office.officer, office.case(office.open_case()))
    assert (office.officer.subject, 2) == (held.claimed_by, held.version)
    with refusal() as taken:
        claim(verifications, office.second, held)
    with refusal() as unchecked:
        office.identity.RecordCheck(a_check(held.verification_id), metadata=office.second.metadata)
    for said in (taken, unchecked):
        assert ("ABORTED", "VERIFICATION_CLAIMED") == said.status_and_reason
    asked = more.ReleaseVerificationRequest(
        verification_id=held.verification_id, expected_version=held.version
    )
    with refusal() as not_theirs:
        verifications.ReleaseVerification(asked, metadata=office.second.metadata)
    assert "VERIFICATION_NOT_CLAIMED" == not_theirs.said.reason
    free = verifications.ReleaseVerification(asked, metadata=office.officer.metadata).verification
    assert ("", office.second.subject) == (
        free.claimed_by,
        claim(verifications, office.second, free).claimed_by,
    )


def test_a_version_that_was_not_read_claims_nothing(
    office: Office, verifications: VerificationsServiceStub
) -> None:
    case = office.case(office.open_case())
    case.version += 1
    with refusal() as said:
        claim(verifications, office.officer, case)
    assert ("ABORTED", "STALE_VERSION") == said.status_and_reason


@pytest.mark.parametrize("contact", ["{email}", " {EMAIL} ", "mailto:{email}"])
def test_a_call_back_never_goes_where_the_applicant_said(
    office: Office, stores: MemoryIdentityStores, contact: str
) -> None:
    case_id = office.open_case(who := office.person())
    email = stores.subscribers.kept[who.subject].profile.email
    said_contact = contact.format(email=email, EMAIL=email.upper())
    with refusal() as said:
        office.checked(case_id, ENOUGH[3] | {"contact": said_contact})
    assert ("INVALID_ARGUMENT", "CONTACT_FROM_FORM") == said.status_and_reason
    assert ["check.contact"] == [each.field for each in said.said.violations]


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [
        (case_pb.CALL_OUTCOME_NO_ANSWER, case_pb.MISSING_PART_CALL_BACK),
        (case_pb.CALL_OUTCOME_DENIED, case_pb.MISSING_PART_CALL_BACK_DENIED),
    ],
)
def test_a_call_that_confirmed_nothing_carries_no_grant(
    office: Office, outcome: Any, missing: Any
) -> None:
    checks = [*ENOUGH[:3], ENOUGH[3] | {"call_outcome": outcome}, ENOUGH[4]]
    case = office.checked(office.open_case(), *checks)
    assert [missing] == list(case.missing)
    with refusal() as said:
        office.identity.DecideVerification(decision_on(case), metadata=office.second.metadata)
    assert ("FAILED_PRECONDITION", "PROFILE_NOT_MET") == said.status_and_reason


def test_a_document_under_another_name_is_flagged_to_officers_and_never_to_the_applicant(
    office: Office, verifications: VerificationsServiceStub, stores: MemoryIdentityStores
) -> None:
    """The number itself is nowhere: not in the case, nor with the key of the request."""
    first = office.open_case(honest := office.person())
    office.checked(first, PASSPORT)
    other = office.open_case(impostor := office.person())
    before = mine(verifications, impostor)
    flagged = office.checked(other, PASSPORT | {"document_number": "123456789"})
    assert [first] == [each.verification_id for each in flagged.seen_elsewhere]
    assert [other] == [each.verification_id for each in office.case(first).seen_elsewhere]
    after = mine(verifications, impostor)
    for each in (before, after):
        each.ClearField("nearest")
        each.ClearField("version")
    assert before == after
    assert "elsewhere" not in str(mine(verifications, honest))
    assert all(each.number_known for each in flagged.checks)
    kept = f"{stores.verifications.kept}{stores.idempotency.__dict__}{stores.audit.rows}"
    for form in ("123456789", "123 456-789"):
        assert form not in kept


def test_the_same_persons_document_again_is_no_flag(office: Office) -> None:
    case_id = office.open_case()
    office.checked(case_id, PASSPORT)
    assert [] == list(office.checked(case_id, PASSPORT).seen_elsewhere)


def refuse(office: Office, by: Caller, case: pb.Verification) -> pb.Verification:
    asked = decision_on(case, grant=False)
    return office.identity.DecideVerification(asked, metadata=by.metadata).verification


def appeal(verifications: VerificationsServiceStub, who: Caller) -> more.MyVerification:
    asked = more.AppealVerificationRequest(
        expected_version=mine(verifications, who).version, grounds="It was lunch time."
    )
    return verifications.AppealVerification(asked, metadata=who.metadata).verification


def test_a_refusal_says_why_and_another_reviewer_decides_the_appeal(
    office: Office, verifications: VerificationsServiceStub
) -> None:
    case_id = office.open_case(who := office.person())
    refused = refuse(office, office.second, office.case(case_id))
    shown = mine(verifications, who)
    assert [case_pb.REFUSAL_REASON_EVIDENCE_NOT_ENOUGH] == list(shown.refusal_reasons)
    assert "The checks say so." not in str(shown)
    assert pb.VERIFICATION_STATUS_APPEALED == appeal(verifications, who).status
    waiting = office.case(case_id)
    assert ("It was lunch time.", office.second.subject) == (
        waiting.appeal_grounds,
        waiting.refused_by,
    )
    with refusal() as said:
        refuse(office, office.second, waiting)
    assert ("PERMISSION_DENIED", "APPEAL_NEEDS_ANOTHER") == said.status_and_reason
    third = office.person("verification-officer", tier=Tier.TRUSTED)
    assert pb.VERIFICATION_STATUS_UPHELD == refuse(office, third, waiting).status
    with refusal() as over:
        appeal(verifications, who)
    assert ("FAILED_PRECONDITION", "NOTHING_TO_APPEAL") == over.status_and_reason
    assert pb.VERIFICATION_STATUS_REFUSED == refused.status


def test_a_refusal_without_a_reason_for_the_applicant_is_none(office: Office) -> None:
    case = office.case(office.open_case())
    for grant, reasons in ((False, []), (True, [1]), (False, [99]), (False, [0])):
        asked = decision_on(case, grant=grant)
        del asked.refusal_reasons[:]
        asked.refusal_reasons.extend(reasons)
        with refusal() as said:
            office.identity.DecideVerification(asked, metadata=office.second.metadata)
        assert ["refusal_reasons"] == [each.field for each in said.said.violations]


def trusted_case(office: Office, who: Caller) -> pb.Verification:
    asked = pb.RequestVerificationRequest(tier=kernel_pb2.TIER_TRUSTED, idempotency_key=key())
    opened = office.identity.RequestVerification(asked, metadata=who.metadata)
    return office.checked(opened.verification_id, *H1A)


def vouch(
    verifications: VerificationsServiceStub, by: Caller, case_id: str, email: str
) -> more.SponsorVerificationResponse:
    asked = more.SponsorVerificationRequest(
        verification_id=case_id, email=email, statement="I know them."
    )
    return verifications.SponsorVerification(asked, metadata=by.metadata)


def test_the_highest_tier_takes_a_sponsor_and_two_reviewers(
    office: Office, verifications: VerificationsServiceStub, stores: MemoryIdentityStores
) -> None:
    who = office.person(tier=Tier.VERIFIED)
    case = trusted_case(office, who)
    assert [case_pb.MISSING_PART_SPONSOR] == list(case.missing)
    friend = office.person(tier=Tier.TRUSTED)
    email = stores.subscribers.kept[who.subject].profile.email
    vouch(verifications, friend, case.verification_id, email)
    assert mine(verifications, who).sponsored
    read = office.case(case.verification_id)
    assert ("Cafe Owner, Corner Cafe", friend.subject) == (read.sponsor_name, read.sponsored_by)
    assert read.evidence_digest != case.evidence_digest
    decide = office.identity.DecideVerification
    proposed = decide(decision_on(read), metadata=office.second.metadata).verification
    assert pb.VERIFICATION_STATUS_PROPOSED == proposed.status
    assert Tier.VERIFIED is stores.subscribers.kept[who.subject].tier
    with refusal() as alone:
        decide(decision_on(proposed), metadata=office.second.metadata)
    assert ("PERMISSION_DENIED", "SECOND_REVIEWER_NEEDED") == alone.status_and_reason
    third = office.person("verification-officer", tier=Tier.TRUSTED)
    given = decide(decision_on(proposed), metadata=third.metadata).verification
    assert pb.VERIFICATION_STATUS_GRANTED == given.status
    assert Tier.TRUSTED is stores.subscribers.kept[who.subject].tier
    assert mine(verifications, who).HasField("tier_until")


def test_who_may_not_vouch_is_refused(
    office: Office, verifications: VerificationsServiceStub, server: Served
) -> None:
    case = trusted_case(office, office.person(tier=Tier.VERIFIED))
    stale = server.caller(tier=Tier.TRUSTED, aal2=False)
    low = office.person(tier=Tier.VERIFIED)
    friend = office.person(tier=Tier.TRUSTED)
    for by, case_id, reason in (
        (stale, case.verification_id, "STEP_UP_REQUIRED"),
        (low, case.verification_id, "NOT_PERMITTED"),
        (friend, case.verification_id, "VERIFICATION_NOT_FOUND"),
        (friend, str(uuid4()), "VERIFICATION_NOT_FOUND"),
    ):
        with refusal() as said:
            vouch(verifications, by, case_id, "nobody@cafe.example")
        assert reason == said.said.reason


def test_a_provider_is_asked_once_a_key_and_only_what_it_can_say(
    office: Office, verifications: VerificationsServiceStub, stores: MemoryIdentityStores
) -> None:
    case_id, under = office.open_case(), key()

    def ask(**given: Any) -> pb.Verification:
        said: dict[str, Any] = {
            "verification_id": case_id,
            "kind": pb.CHECK_KIND_EVIDENCE,
            "document_type": "uk-passport",
            "document_number": "123456789",
            "idempotency_key": under,
        }
        asked = more.RequestProviderCheckRequest(**said | given)
        return verifications.RequestProviderCheck(
            asked, metadata=office.officer.metadata
        ).verification

    (waiting,) = ask().provider_checks
    assert case_pb.PROVIDER_CHECK_STATE_WAITING == waiting.state
    assert [waiting] == list(ask().provider_checks)
    assert "123456789" not in f"{stores.idempotency.__dict__}{stores.audit.rows}"
    for given, field in (
        (
            {"kind": pb.CHECK_KIND_VERIFICATION, "document_type": "", "document_number": ""},
            "kind",
        ),
        ({"document_number": "1"}, "document_number"),
        ({"document_type": ""}, "document_type"),
        ({"kind": pb.CHECK_KIND_FRAUD, "document_type": ""}, "document_number"),
    ):
        with refusal() as said:
            ask(**given, idempotency_key=key())
        assert [field] == [each.field for each in said.said.violations]


def test_officers_alone_work_on_cases_and_a_stale_factor_asks_nothing(
    office: Office, verifications: VerificationsServiceStub, server: Served
) -> None:
    case = office.case(office.open_case())
    with refusal() as not_officer:
        claim(verifications, office.person(tier=Tier.TRUSTED), case)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == not_officer.status_and_reason
    stale = server.caller("verification-officer", tier=Tier.TRUSTED, aal2=False)
    asked = more.RequestProviderCheckRequest(
        verification_id=case.verification_id, kind=pb.CHECK_KIND_FRAUD, idempotency_key=key()
    )
    with refusal() as unfresh:
        verifications.RequestProviderCheck(asked, metadata=stale.metadata)
    assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == unfresh.status_and_reason


def test_who_never_asked_has_nothing_to_appeal(
    office: Office, verifications: VerificationsServiceStub
) -> None:
    who = office.person()
    assert (pb.VERIFICATION_STATUS_UNSPECIFIED, 0) == (
        mine(verifications, who).status,
        mine(verifications, who).version,
    )
    asked = more.AppealVerificationRequest(expected_version=1, grounds="Look again.")
    with refusal() as said:
        verifications.AppealVerification(asked, metadata=who.metadata)
    assert ("NOT_FOUND", "NO_CASE") == said.status_and_reason
