"""A person's case: asked for by them, checked by one officer, decided by another."""

import base64
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from isp.identity.v1 import identity_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.waiting_ports import TaskKind
from tests.contract.identity.office import ENOUGH, Office, a_check, decision_on, key, verified
from tests.fakes.identity import MemoryIdentityStores, subscriber
from tests.fakes.serving import Caller, Refused, refusal


def fields(said: Refused) -> list[str]:
    return [each.field for each in said.said.violations]


def not_asked(office: Office, by: Caller, asked: pb.RequestVerificationRequest) -> Refused:
    with refusal() as said:
        office.identity.RequestVerification(asked, metadata=by.metadata)
    return said


def test_a_person_opens_one_case(office: Office) -> None:
    who = office.person()
    opened = office.identity.RequestVerification(verified(), metadata=who.metadata)
    assert pb.VERIFICATION_STATUS_OPEN == opened.status
    case = office.case(opened.verification_id)
    assert (who.subject, kernel_pb2.TIER_VERIFIED) == (case.subject, case.tier)
    again = not_asked(office, who, verified())
    assert ("ABORTED", "VERIFICATION_OPEN") == again.status_and_reason


def test_the_same_request_again_answers_the_same_case(office: Office) -> None:
    who, asked = office.person(), verified()
    first = office.identity.RequestVerification(asked, metadata=who.metadata)
    assert first == office.identity.RequestVerification(asked, metadata=who.metadata)


@pytest.mark.parametrize("tier", [Tier.VERIFIED, Tier.TRUSTED])
def test_who_holds_the_tier_opens_no_case(office: Office, tier: Tier) -> None:
    said = not_asked(office, office.person(tier=tier), verified())
    assert ("FAILED_PRECONDITION", "TIER_HELD") == said.status_and_reason


@pytest.mark.parametrize("tier", [0, 1, 2, 99])
def test_no_other_tier_can_be_asked_for(office: Office, tier: Any) -> None:
    asked = pb.RequestVerificationRequest(tier=tier, idempotency_key=key())
    said = not_asked(office, office.person(), asked)
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert ["tier"] == fields(said)


@pytest.mark.parametrize("under", [" ", "k", "1e5b1c1e-6d0c-4a53-9c55-2b2f6f0f5a010"])
def test_a_key_that_is_no_uuid_is_refused_by_name(office: Office, under: str) -> None:
    assert ["idempotency_key"] == fields(not_asked(office, office.person(), verified(under)))


def test_open_cases_are_listed_oldest_first_in_pages_without_the_officers_own(
    office: Office,
) -> None:
    cases = [office.open_case() for _ in range(3)]
    own = office.open_case(other := office.person("verification-officer"))
    office.checked(cases[0])
    seen: list[str] = []
    token, pages = "", 0
    while not pages or token:
        asked = pb.ListVerificationsRequest(page_size=2, page_token=token)
        page = office.identity.ListVerifications(asked, metadata=other.metadata)
        seen += [case.verification_id for case in page.verifications]
        token, pages = page.next_page_token, pages + 1
    assert (cases, 2) == (seen, pages)
    asked = pb.ListVerificationsRequest()
    page = office.identity.ListVerifications(asked, metadata=office.second.metadata)
    assert [*cases, own] == [case.verification_id for case in page.verifications]
    assert 5 == len(page.verifications[0].checks)


def test_a_decided_case_is_listed_no_more(office: Office) -> None:
    case = office.checked(office.open_case())
    office.identity.DecideVerification(decision_on(case), metadata=office.second.metadata)
    page = office.identity.ListVerifications(
        pb.ListVerificationsRequest(), metadata=office.second.metadata
    )
    assert [] == list(page.verifications)


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"page_size": -1}, "page_size"),
        ({"page_size": 101}, "page_size"),
        ({"page_token": "forged"}, "page_token"),
        ({"page_token": "\u2603"}, "page_token"),
        ({"page_token": encoded(f"2026-11-24T12:00:00|{UUID(int=1)}")}, "page_token"),
        ({"page_token": encoded("2026-11-24T12:00:00+00:00|")}, "page_token"),
    ],
)
def test_a_page_that_cannot_be_is_refused_by_name(
    office: Office, asked: dict[str, Any], field: str
) -> None:
    with refusal() as said:
        office.identity.ListVerifications(
            pb.ListVerificationsRequest(**asked), metadata=office.second.metadata
        )
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert [field] == fields(said)


def test_a_grant_gives_the_tier_with_the_next_rights_version(
    office: Office, stores: MemoryIdentityStores
) -> None:
    case = office.checked(office.open_case(who := office.person()))
    stores.outbox.events.clear()
    asked = decision_on(case)
    decided = office.identity.DecideVerification(asked, metadata=office.second.metadata)
    assert pb.VERIFICATION_STATUS_GRANTED == decided.verification.status
    person = stores.subscribers.kept[who.subject]
    assert (Tier.VERIFIED, 2) == (person.tier, person.rights_version)
    assert PrincipalChanged(person) == stores.outbox.events[0]
    carried = [(each.what.subject, each.what.kind) for each in stores.tasks.waiting]
    assert [(who.subject, TaskKind.SYNC)] == carried


def test_a_refusal_needs_no_evidence_and_changes_no_rights(
    office: Office, stores: MemoryIdentityStores
) -> None:
    case = office.case(office.open_case(who := office.person()))
    asked = decision_on(case, grant=False)
    decided = office.identity.DecideVerification(asked, metadata=office.second.metadata)
    assert pb.VERIFICATION_STATUS_REFUSED == decided.verification.status
    assert Tier.REGISTERED is stores.subscribers.kept[who.subject].tier


def not_decided(office: Office, by: Caller, asked: pb.DecideVerificationRequest) -> Refused:
    with refusal() as said:
        office.identity.DecideVerification(asked, metadata=by.metadata)
    return said


@pytest.mark.parametrize("grant", [True, False])
def test_whoever_recorded_a_check_cannot_decide(office: Office, grant: bool) -> None:
    case = office.checked(office.open_case())
    said = not_decided(office, office.officer, decision_on(case, grant=grant))
    assert ("PERMISSION_DENIED", "CHECKED_BY_SAME_OFFICER") == said.status_and_reason


def test_nobody_handles_their_own_case(office: Office) -> None:
    """They may not even read it; a colleague may."""
    own = office.open_case(other := office.person("verification-officer"))
    case = office.checked(own)
    with refusal() as unchecked:
        office.identity.RecordCheck(a_check(own), metadata=other.metadata)
    for said in (unchecked, not_decided(office, other, decision_on(case))):
        assert ("PERMISSION_DENIED", "OWN_VERIFICATION") == said.status_and_reason
    messages = []
    for case_id in (own, str(uuid4())):
        with refusal() as unread:
            office.identity.GetVerification(
                pb.GetVerificationRequest(verification_id=case_id), metadata=other.metadata
            )
        messages.append(unread.said)
    assert "VERIFICATION_NOT_FOUND" == messages[0].reason
    assert messages[0] == messages[1]


def test_checks_that_came_after_the_reading_must_be_read(office: Office) -> None:
    read = office.checked(office.open_case())
    office.checked(read.verification_id, {"kind": pb.CHECK_KIND_FRAUD, "score": 0})
    said = not_decided(office, office.second, decision_on(read))
    assert ("ABORTED", "EVIDENCE_CHANGED") == said.status_and_reason


@pytest.mark.parametrize("left_out", range(5))
def test_each_check_that_the_profile_needs_is_needed(office: Office, left_out: int) -> None:
    some = [*ENOUGH[:left_out], *ENOUGH[left_out + 1 :]]
    case = office.checked(office.open_case(), *some)
    said = not_decided(office, office.second, decision_on(case))
    assert ("FAILED_PRECONDITION", "PROFILE_NOT_MET") == said.status_and_reason
    assert (left_out < 3) == ("M1A" not in case.profiles_met)


def test_a_decided_case_is_neither_checked_nor_decided_again(office: Office) -> None:
    case = office.checked(office.open_case())
    asked = decision_on(case)
    office.identity.DecideVerification(asked, metadata=office.second.metadata)
    with refusal() as unchecked:
        office.identity.RecordCheck(a_check(case.verification_id), metadata=office.officer.metadata)
    for said in (unchecked, not_decided(office, office.second, asked)):
        assert ("FAILED_PRECONDITION", "VERIFICATION_CLOSED") == said.status_and_reason


def test_a_suspended_persons_case_grants_nothing(
    office: Office, stores: MemoryIdentityStores
) -> None:
    case = office.checked(office.open_case(who := office.person()))
    stores.subscribers.add(subscriber(who.subject, standing=Standing.SUSPENDED))
    said = not_decided(office, office.second, decision_on(case))
    assert ("FAILED_PRECONDITION", "SUBSCRIBER_NOT_ACTIVE") == said.status_and_reason
    assert pb.VERIFICATION_STATUS_OPEN == office.case(case.verification_id).status


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"verification_id": "x"}, "verification_id"),
        ({"read_digest": b"0" * 31}, "read_digest"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
    ],
)
def test_a_wrong_decision_is_refused_by_name(
    office: Office, given: dict[str, Any], field: str
) -> None:
    asked = decision_on(office.checked(office.open_case()))
    for name, value in given.items():
        setattr(asked, name, value)
    said = not_decided(office, office.second, asked)
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert [field] == fields(said)


def test_the_person_is_shown_how_their_case_stands(office: Office) -> None:
    case_id = office.open_case(who := office.person())
    me = office.identity.GetMe(pb.GetMeRequest(), metadata=who.metadata).subscriber
    assert pb.VERIFICATION_STATUS_OPEN == me.verification_status
    asked = decision_on(office.checked(case_id))
    office.identity.DecideVerification(asked, metadata=office.second.metadata)
    me = office.identity.GetMe(pb.GetMeRequest(), metadata=who.metadata).subscriber
    assert (pb.VERIFICATION_STATUS_GRANTED, kernel_pb2.TIER_VERIFIED, 2) == (
        me.verification_status,
        me.tier,
        me.rights_version,
    )
    assert me.created_at.ToDatetime(tzinfo=UTC) <= datetime.now(UTC)
