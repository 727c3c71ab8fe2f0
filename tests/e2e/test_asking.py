"""Asking an expert, through the front of the real platform."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from stack.story import asking, steps
from stack.story.front import Front, Person


@pytest.fixture(scope="module")
def owner(front: Front) -> Person:
    return steps.register(front, lambda _: None)


@pytest.mark.feature("F23")
def test_an_owner_asks_an_expert_and_nobody_else_learns_of_it(front: Front, owner: Person) -> None:
    said: list[str] = []
    asking.ask(front, owner, said.append)
    assert any("the same answer as for a random id" in line for line in said)
    assert any("claimed and answered" in line for line in said)


@pytest.mark.feature("F23")
def test_two_experts_never_hold_one_question(front: Front, owner: Person) -> None:
    """Scotland has no expert in the demonstration, so that its questions go to all of them."""
    experts = [front.sign_in_demo("expert"), front.sign_in_demo("expert2")]
    body = asking.a_question(region="SCO", text="We are under attack, says this test.")
    asked = front.ask("POST", "/v1/questions", by=owner, body=body, key=True, expect=201)
    place = asked.headers["Location"]
    assert asked.json()["emergency"]["call_999_now"]
    for expert in experts:
        assert asked.json()["question_id"] == asking.in_queue(front, expert)[0]

    def claim(expert: Person) -> tuple[int, str]:
        token, etag = expert.tokens.access, asked.headers["ETag"]
        headers = {"Authorization": f"Bearer {token}", "If-Match": etag}
        answer = requests.post(f"{front.gateway}{place}/claim", headers=headers, timeout=20)
        return answer.status_code, answer.json().get("reason", "")

    with ThreadPoolExecutor(2) as together:
        (first, _), (second, reason) = sorted(together.map(claim, experts))
    assert (200, 409, "QUESTION_HELD") == (first, second, reason)
    etag = front.ask("GET", place, by=owner).headers["ETag"]
    front.ask("POST", f"{place}/closure", by=owner, if_match=etag)


@pytest.mark.feature("F23")
def test_only_experts_come_to_the_queue_and_only_members_ask(front: Front, owner: Person) -> None:
    assert 403 == front.status("GET", "/v1/expert/queue", by=owner)
    assert 401 == front.status("GET", "/v1/expert/queue")
    assert 401 == front.status("GET", "/v1/questions")
    answered = front.ask("GET", "/v1/questions/terms?language=cy").json()
    assert answered["emergency"]["unreviewed_translation"]


@pytest.mark.feature("F23")
def test_a_password_alone_answers_nobody(front: Front) -> None:
    """An answer is the platform's word to a member."""
    expert = front.sign_in_demo("expert", "aal1")
    path = "/v1/questions/00000000-0000-4000-8000-000000000000/answers"
    refused = front.ask(
        "POST", path, by=expert, body={"text": "x"}, if_match='"v1"', expect=401
    ).json()
    assert "STEP_UP_REQUIRED" == refused["reason"]
