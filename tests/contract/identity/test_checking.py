"""RecordCheck and GetVerification: what an officer found, once, and what it adds up to."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verification_case_pb2 as case_pb
from tests.contract.identity.office import Office, a_check, key
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.serving import Refused, refusal

EVIDENCE: dict[str, Any] = {
    "kind": pb.CHECK_KIND_EVIDENCE,
    "document_type": "uk-passport",
    "strength": 4,
    "validity": 3,
}
FRAUD: dict[str, Any] = {"kind": pb.CHECK_KIND_FRAUD, "score": 1}
CALL_BACK: dict[str, Any] = {
    "kind": pb.CHECK_KIND_CALL_BACK,
    "note": "switchboard",
    "contact": "020 7946 0000",
    "contact_source": case_pb.CONTACT_SOURCE_COMPANY_REGISTER,
    "call_outcome": case_pb.CALL_OUTCOME_CONFIRMED,
}


def not_recorded(office: Office, asked: pb.RecordCheckRequest) -> Refused:
    with refusal() as said:
        office.identity.RecordCheck(asked, metadata=office.officer.metadata)
    return said


def fields(said: Refused) -> list[str]:
    return sorted(each.field for each in said.said.violations)


def test_a_check_says_who_recorded_it_and_when_whatever_the_request_says(office: Office) -> None:
    """Nobody records a check in another officer's name."""
    before = datetime.now(UTC)
    asked = a_check(office.open_case(), recorded_by=office.second.subject, **FRAUD)
    asked.check.recorded_at.FromDatetime(datetime(2000, 1, 1, tzinfo=UTC))
    case = office.identity.RecordCheck(asked, metadata=office.officer.metadata).verification
    (check,) = case.checks
    assert office.officer.subject == check.recorded_by
    assert before <= check.recorded_at.ToDatetime(tzinfo=UTC) <= datetime.now(UTC)


def test_each_check_changes_the_digest_and_adds_to_the_profiles(office: Office) -> None:
    case_id = office.open_case()
    empty = office.case(case_id)
    assert (0, [], 32) == (len(empty.checks), list(empty.profiles_met), len(empty.evidence_digest))
    full = office.checked(case_id)
    assert (5, 6) == (len(full.checks), full.version)
    assert "M1A" in full.profiles_met
    assert empty.evidence_digest != full.evidence_digest
    assert full == office.case(case_id)


def test_that_a_case_was_read_goes_on_record(office: Office, stores: MemoryIdentityStores) -> None:
    case_id = office.open_case()
    office.case(case_id)
    assert (office.second.subject, "identity:read-verification", case_id) == stores.audit.rows[-1][
        :3
    ]


def test_the_same_check_again_is_recorded_once(office: Office) -> None:
    asked = a_check(office.open_case())
    first = office.identity.RecordCheck(asked, metadata=office.officer.metadata)
    assert first == office.identity.RecordCheck(asked, metadata=office.officer.metadata)
    assert 1 == len(first.verification.checks)


def test_a_key_with_another_check_or_for_another_case_is_refused(office: Office) -> None:
    case_id, under = office.open_case(), key()
    office.identity.RecordCheck(a_check(case_id, under), metadata=office.officer.metadata)
    for asked in (a_check(case_id, under, **CALL_BACK), a_check(office.open_case(), under)):
        said = not_recorded(office, asked)
        assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == said.status_and_reason


@pytest.mark.parametrize(
    "check",
    [
        EVIDENCE | {"strength": 1, "validity": 4, "document_type": "x" * 60},
        {"kind": pb.CHECK_KIND_ACTIVITY, "score": 4, "note": "x" * 500},
        FRAUD | {"score": 0},
        CALL_BACK | {"note": "x" * 500},
        {"kind": pb.CHECK_KIND_ORGANISATION},
    ],
)
def test_what_is_just_within_the_limits_is_taken(office: Office, check: dict[str, Any]) -> None:
    assert 1 == len(office.checked(office.open_case(), check).checks)


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"kind": 0}, ["kind"]),
        ({"kind": 99}, ["kind"]),
        (EVIDENCE | {"strength": 0}, ["strength"]),
        (EVIDENCE | {"strength": 5}, ["strength"]),
        (EVIDENCE | {"validity": -1}, ["validity"]),
        (EVIDENCE | {"score": 1}, ["score"]),
        (EVIDENCE | {"document_type": ""}, ["document_type"]),
        (EVIDENCE | {"document_type": " "}, ["document_type"]),
        (EVIDENCE | {"document_type": "x" * 61}, ["document_type"]),
        (EVIDENCE | {"document_type": "a\x00b"}, ["document_type"]),
        (EVIDENCE | {"note": "x" * 501}, ["note"]),
        (EVIDENCE | {"note": "a\x00b"}, ["note"]),
        (FRAUD | {"score": 5}, ["score"]),
        (FRAUD | {"score": -1}, ["score"]),
        (FRAUD | {"strength": 1, "validity": 1}, ["strength", "validity"]),
        (FRAUD | {"document_type": "uk-passport"}, ["document_type"]),
        (CALL_BACK | {"note": ""}, ["note"]),
        (CALL_BACK | {"note": " "}, ["note"]),
        (CALL_BACK | {"score": 1}, ["score"]),
        (CALL_BACK | {"contact": ""}, ["contact"]),
        (CALL_BACK | {"contact": "x" * 255}, ["contact"]),
        (CALL_BACK | {"contact_source": 0}, ["contact_source"]),
        (CALL_BACK | {"contact_source": 99}, ["contact_source"]),
        (CALL_BACK | {"call_outcome": 0}, ["call_outcome"]),
        (FRAUD | {"contact": "020 7946 0000"}, ["contact"]),
        (FRAUD | {"call_outcome": 1}, ["call_outcome"]),
        (EVIDENCE | {"issuer": "x" * 101}, ["issuer"]),
        (FRAUD | {"issuer": "HM Passport Office"}, ["issuer"]),
        (EVIDENCE | {"document_number": "1-2"}, ["document_number"]),
        (EVIDENCE | {"document_number": "1" * 41}, ["document_number"]),
        (FRAUD | {"document_number": "123456789"}, ["document_number"]),
        (EVIDENCE | {"document_number": "keyed:abc" * 9}, ["document_number"]),
    ],
)
def test_each_part_of_a_check_that_is_wrong_is_named(
    office: Office, check: dict[str, Any], expected: list[str]
) -> None:
    said = not_recorded(office, a_check(case_id := office.open_case(), **check))
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert [f"check.{name}" for name in expected] == fields(said)
    assert 0 == len(office.case(case_id).checks)


@pytest.mark.parametrize("spelling", ["uk-passport", "UK-Passport", " uk-passport "])
def test_one_document_however_it_is_spelt_counts_once(office: Office, spelling: str) -> None:
    """GPG 45's profiles of two pieces of evidence need two documents."""
    reading = EVIDENCE | {"strength": 2, "validity": 2}
    rest = [FRAUD, {"kind": pb.CHECK_KIND_ACTIVITY, "score": 2}]
    rest.append({"kind": pb.CHECK_KIND_VERIFICATION, "score": 2})
    again = reading | {"document_type": spelling}
    one = office.checked(office.open_case(), reading, *rest)
    twice = office.checked(office.open_case(), reading, again, *rest)
    two = office.checked(office.open_case(), reading, reading | {"document_type": "visa"}, *rest)
    assert list(one.profiles_met) == list(twice.profiles_met)
    assert list(one.profiles_met) != list(two.profiles_met)


@pytest.mark.parametrize("under", [" ", "k"])
def test_a_key_that_is_no_uuid_is_refused_by_name(office: Office, under: str) -> None:
    assert ["idempotency_key"] == fields(not_recorded(office, a_check(office.open_case(), under)))


def test_a_case_that_is_not_there_is_not_found(office: Office) -> None:
    random = str(uuid4())
    with refusal() as unread:
        office.identity.GetVerification(
            pb.GetVerificationRequest(verification_id=random), metadata=office.officer.metadata
        )
    with refusal() as undecided:
        office.identity.DecideVerification(
            pb.DecideVerificationRequest(
                verification_id=random, grant=True, read_digest=b"0" * 32, reason="Why not."
            ),
            metadata=office.officer.metadata,
        )
    for said in (unread, undecided, not_recorded(office, a_check(random))):
        assert ("NOT_FOUND", "VERIFICATION_NOT_FOUND") == said.status_and_reason


@pytest.mark.parametrize("case_id", ["", "x", "1e5b1c1e-6d0c-4a53-9c55-2b2f6f0f5a010"])
def test_an_id_that_is_no_uuid_is_refused_by_name(office: Office, case_id: str) -> None:
    with refusal() as unread:
        office.identity.GetVerification(
            pb.GetVerificationRequest(verification_id=case_id), metadata=office.officer.metadata
        )
    for said in (unread, not_recorded(office, a_check(case_id))):
        assert ["verification_id"] == fields(said)
