"""Verification from end to end: a provider, a document used twice, a refusal and its appeal."""

from uuid import uuid4

import pytest

from stack.browser.cases import opened_case, withdraw_case
from stack.mail import mail_for
from stack.story.front import Front, Person, eventually
from stack.story.steps import CHECKS

MINE = "/v1/me/verification"


def place(case_id: str) -> str:
    return f"/v1/verifications/{case_id}"


def read(front: Front, officer: Person, case_id: str) -> dict:  # type: ignore[type-arg] # JSON
    return front.ask("GET", place(case_id), by=officer).json()


def ask_provider(front: Front, officer: Person, case_id: str, number: str) -> None:
    body = {"kind": "EVIDENCE", "document_type": "uk-passport", "document_number": number}
    path = f"{place(case_id)}/provider-checks"
    front.ask("POST", path, by=officer, body=body, key=True, expect=202)


@pytest.mark.feature("F02")
def test_a_providers_answer_becomes_one_check_however_it_behaves_at_first(front: Front) -> None:
    """Of the ends 0001 is away at first, 0002 drops the connection, 0004 always says nonsense."""
    person, officer = front.sign_in_demo("market", "aal1"), front.sign_in_demo("verifier")
    case_id, some = opened_case(front, person), uuid4().hex[:8].upper()
    for end in ("0000", "0001", "0002", "0004"):
        ask_provider(front, officer, case_id, f"{some}{end}")
    case = eventually(
        lambda: read(front, officer, case_id),
        lambda found: len(found["checks"]) >= 3,
        30,
        "three answers",
    )
    asked = [each["provider_check_id"] for each in case["checks"]]
    assert 3 == len(asked) == len(set(asked))
    assert {(4, 2)} == {(each["strength"], each["validity"]) for each in case["checks"]}
    states = sorted(each["state"] for each in case["provider_checks"])
    assert ["ANSWERED", "ANSWERED", "ANSWERED", "WAITING"] == states
    assert some not in str(case)
    withdraw_case(front, person)


@pytest.mark.feature("F02")
def test_a_document_under_another_name_is_flagged_to_officers_alone(front: Front) -> None:
    officer, number = front.sign_in_demo("verifier"), f"GB{uuid4().hex[:9]}"
    people = [front.sign_in_demo(name, "aal1") for name in ("market", "hotel")]
    cases = [opened_case(front, each) for each in people]
    shown = CHECKS[0] | {"document_number": number}
    before = front.ask("GET", MINE, by=people[1]).json()
    for case_id in cases:
        path = f"{place(case_id)}/checks"
        made = front.ask("POST", path, by=officer, body=shown, key=True, expect=201).json()
    assert cases[0] in [each["verification_id"] for each in made["seen_elsewhere"]]
    after = front.ask("GET", MINE, by=people[1]).json()
    assert before | {"nearest": []} == after | {"nearest": []}
    for each in people:
        withdraw_case(front, each)


@pytest.mark.feature("F02")
def test_a_refusal_is_told_with_its_reasons_and_appealed_to_another(front: Front) -> None:
    person = front.sign_in_demo("market", "aal1")
    email = front.ask("GET", "/v1/me", by=person).json()["email"]
    case_id = opened_case(front, person)
    told = len(mail_for(front.mails, email))
    second = front.sign_in_demo("verifier2")
    decision = {
        "grant": False,
        "read_digest": read(front, second, case_id)["evidence_digest"],
        "reason": "Nothing was shown.",
        "refusal_reasons": ["EVIDENCE_NOT_ENOUGH"],
    }
    front.ask("POST", f"{place(case_id)}/decision", by=second, body=decision)
    mine = front.ask("GET", MINE, by=person)
    assert ["EVIDENCE_NOT_ENOUGH"] == mine.json()["refusal_reasons"]
    assert "Nothing was shown." not in mine.text
    assert "/account/verification" in front.wait_for_mail(email, told + 1)
    body = {"grounds": "It was lunch time."}
    front.ask("POST", f"{MINE}/appeal", by=person, body=body, if_match=mine.headers["ETag"])
    again = {**decision, "read_digest": read(front, second, case_id)["evidence_digest"]}
    refused = front.ask("POST", f"{place(case_id)}/decision", by=second, body=again, expect=403)
    assert "APPEAL_NEEDS_ANOTHER" == refused.json()["reason"]
    officer = front.sign_in_demo("verifier")
    front.ask("POST", f"{place(case_id)}/decision", by=officer, body=again)
    assert "UPHELD" == front.ask("GET", MINE, by=person).json()["status"]
