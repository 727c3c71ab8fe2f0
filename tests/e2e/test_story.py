"""The story that must always work, through the front of the real platform."""

import pytest

from stack.story import steps
from stack.story.advice import Published, advise
from stack.story.answering import answer
from stack.story.front import Front, Person
from stack.story.learning import learn, revoke
from stack.story.partnering import sign_in_at_partner
from stack.story.proving import prove


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def advice(front: Front) -> Published:
    return advise(front, lambda _: None)


@pytest.fixture(scope="module")
def owner(front: Front, said: list[str]) -> Person:
    return steps.register(front, said.append)


@pytest.mark.feature("F07")
@pytest.mark.feature("F08")
@pytest.mark.feature("F09")
def test_advice_is_found_by_those_who_may_see_it_and_by_nobody_else(front: Front) -> None:
    said: list[str] = []
    advise(front, said.append)
    assert any("the public answer is what it was" in line for line in said)


@pytest.mark.feature("F01")
def test_a_cafe_owner_registers_confirms_and_signs_in(owner: Person, said: list[str]) -> None:
    assert owner.tokens.access
    assert any("tier REGISTERED" in line for line in said)


@pytest.mark.feature("F02")
def test_verification_by_two_officers_opens_more_without_signing_in_again(
    front: Front, owner: Person, advice: Published
) -> None:
    said: list[str] = []
    steps.verify(front, owner, said.append, advice)
    assert any("assessment was found and read" in line for line in said)
    assert any("M1A" in line for line in said)
    assert any("CHECKED_BY_SAME_OFFICER" in line for line in said)
    renewed = owner.browser.refresh(front.client, owner.tokens)
    me = front.ask("GET", "/v1/me", by=Person(name="o", browser=owner.browser, tokens=renewed))
    assert "VERIFIED" == me.json()["tier"]


@pytest.mark.feature("F14")
def test_the_owner_taps_safe_and_the_board_counts_it(front: Front, owner: Person) -> None:
    said: list[str] = []
    answer(front, owner, said.append)
    assert any("the board counted it" in line for line in said)
    assert any("counted nothing until a button was pressed" in line for line in said)
    assert any("saw the number, and closed it" in line for line in said)


@pytest.mark.feature("F11")
@pytest.mark.feature("F12")
@pytest.mark.feature("F13")
def test_two_officers_warn_and_two_end_it_on_open_streams(front: Front) -> None:
    said: list[str] = []
    steps.warn(front, said.append)
    assert any("SELF_APPROVAL" in line for line in said)
    assert any("all-clear by two people" in line for line in said)


@pytest.mark.feature("F20")
@pytest.mark.feature("F21")
def test_a_course_is_passed_its_certificate_verified_by_a_stranger_revoked_and_then_fails(
    front: Front, owner: Person
) -> None:
    said: list[str] = []
    certified = learn(front, owner, said.append)
    revoke(front, certified, said.append)
    for words in (
        "COURSE_NOT_COMPLETED",
        "QUESTION_NOT_DRAWN",
        "ATTEMPT_SUBMITTED",
        "every module is passed",
        "public status list alone, with another program",
        "BAD_SIGNATURE",
        "REVOKED",
    ):
        assert any(words in line for line in said), words


@pytest.mark.feature("F03")
def test_a_suspended_account_is_out_within_two_seconds(front: Front) -> None:
    said: list[str] = []
    person = steps.register(front, said.append)
    steps.suspend(front, person, said.append)
    assert any("refused by every service" in line for line in said)


@pytest.mark.feature("F13")
@pytest.mark.feature("F18")
@pytest.mark.feature("F19")
def test_other_programs_hear_of_an_alert_and_anyone_checks_the_log(front: Front) -> None:
    said: list[str] = []
    prove(front, said.append)
    assert any("had it, signed" in line for line in said)
    assert any("as a Cancel" in line for line in said)
    assert "and a copy with one letter more does not" in said[-1]


@pytest.mark.feature("F04")
def test_a_partners_site_signs_the_owner_in_and_learns_a_code_alone(
    front: Front, owner: Person
) -> None:
    said: list[str] = []
    sign_in_at_partner(front, owner, said.append)
    assert any("verified: yes" in line for line in said)
    assert any("by back channel" in line for line in said)
