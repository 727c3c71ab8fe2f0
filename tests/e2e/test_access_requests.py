"""From a teaser to reading and to the end of it, on the real platform."""

from typing import Any
from uuid import uuid4

import pytest
import requests

from stack.attaching import attach
from stack.story.advice import a_document
from stack.story.front import Front, Person
from stack.story.publishing import approve, submit
from tests.fakes import attached_files as files

pytestmark = pytest.mark.feature("F10")

REASON = "I run a market and hire barriers for it."
TEASER = "Demonstration, not official. There is an assessment of markets."


@pytest.fixture(scope="module")
def editor(front: Front) -> Person:
    return front.sign_in_demo("editor")


@pytest.fixture(scope="module")
def colleague(front: Front) -> Person:
    return front.sign_in_demo("editor2")


@pytest.fixture(scope="module")
def trader(front: Front) -> Person:
    return front.sign_in_demo("market", "aal1")


def assessment(front: Front, editor: Person, colleague: Person, **said: Any) -> str:
    document = a_document(f"word{uuid4().hex[:8]}", tlp="AMBER", tier="VERIFIED") | said
    return str(approve(front, submit(front, document, editor), colleague)["document_id"])


def asked(front: Front, document_id: str, by: Person) -> dict[str, Any]:
    path = f"/v1/documents/{document_id}/access-requests"
    made = front.ask("POST", path, by=by, body={"reason": REASON}, key=True, expect=201)
    return {**made.json(), "tag": made.headers["ETag"]}


def decided(front: Front, request: dict[str, Any], by: Person, **said: Any) -> dict[str, Any]:
    path = f"/v1/access-requests/{request['request_id']}"
    tag = front.ask("GET", path, by=by).headers["ETag"]
    body = {"yes": True, "days": 7, "because": "You run it."} | said
    answer: dict[str, Any] = front.ask(
        "POST", f"{path}/decision", by=by, body=body, if_match=tag
    ).json()
    return answer


def test_a_grant_opens_a_document_and_its_file_until_it_is_taken_back(
    front: Front, editor: Person, colleague: Person, trader: Person
) -> None:
    which = assessment(front, editor, colleague, teaser=TEASER, teaser_confirmed=True)
    file = attach(front, editor, which, "Plan.pdf", files.pdf("Keep the gates clear."))
    confirm = f"/v1/attachments/{file['attachment_id']}/confirmation"
    front.ask("POST", confirm, by=colleague, body={"read_digest": file["digest"]})
    front.ask("GET", f"/v1/documents/{which}", by=trader, expect=404)
    assert TEASER == front.ask("GET", f"/v1/documents/{which}/teaser").json()["teaser"]
    request = asked(front, which, trader)
    assert request["request_id"] == asked(front, which, trader)["request_id"]
    granted = decided(front, request, editor)
    assert "GRANTED" == granted["status"]
    assert front.ask("GET", f"/v1/documents/{which}", by=trader).json()["body"]
    opening = f"/v1/attachments/{file['attachment_id']}/opening"
    url = str(front.ask("POST", opening, by=trader).json()["url"])
    assert 200 == requests.get(url, timeout=10).status_code
    (mine,) = [
        each
        for each in front.ask("GET", "/v1/me/access-requests", by=trader).json()["requests"]
        if each["document_id"] == which
    ]
    assert mine["document_title"]
    front.ask("GET", f"/v1/documents/{which}", by=front.sign_in_demo("sole", "aal1"), expect=404)
    path = f"/v1/access-requests/{request['request_id']}"
    tag = front.ask("GET", path, by=editor).headers["ETag"]
    body = {"because": "The market is over."}
    front.ask("POST", f"{path}/revocation", by=editor, body=body, if_match=tag)
    front.ask("GET", f"/v1/documents/{which}", by=trader, expect=404)
    assert 404 == requests.get(url, timeout=10).status_code


def test_without_a_teaser_it_is_a_random_id(
    front: Front, editor: Person, colleague: Person, trader: Person
) -> None:
    hidden = assessment(front, editor, colleague)
    answers = set()
    for each in (hidden, str(uuid4())):
        teaser = front.ask("GET", f"/v1/documents/{each}/teaser", expect=404)
        path = f"/v1/documents/{each}/access-requests"
        body = {"reason": REASON}
        asking = front.ask("POST", path, by=trader, body=body, key=True, expect=404)
        answers.add((teaser.text, asking.text))
    assert 1 == len(answers)


def test_another_editor_does_not_decide_while_the_owner_is_there(
    front: Front, editor: Person, colleague: Person, trader: Person
) -> None:
    which = assessment(front, editor, colleague, teaser=TEASER, teaser_confirmed=True)
    request = asked(front, which, trader)
    path = f"/v1/access-requests/{request['request_id']}"
    front.ask("GET", path, by=colleague, expect=404)
    refused = decided(front, request, editor, yes=False, because="Ask your police force.")
    assert "REFUSED" == refused["status"]
    front.ask("GET", f"/v1/documents/{which}", by=trader, expect=404)
    again = f"/v1/documents/{which}/access-requests"
    front.ask("POST", again, by=trader, body={"reason": REASON}, key=True, expect=429)
