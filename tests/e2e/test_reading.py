"""What readers have beside the page, on the real platform: feeds, changes, receipts, formats."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import requests
from defusedxml.ElementTree import fromstring

from stack.attaching import attach
from stack.demo import accounts
from stack.mail import mail_for
from stack.story import steps
from stack.story.advice import a_document
from stack.story.front import Front, Person, eventually
from stack.story.publishing import approve, submit
from tests.fakes import attached_files as files

pytestmark = pytest.mark.feature("F07")

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def editor(front: Front) -> Person:
    return front.sign_in_demo("editor")


@pytest.fixture(scope="module")
def colleague(front: Front) -> Person:
    return front.sign_in_demo("editor2")


def some_word() -> str:
    return f"word{uuid4().hex[:8]}"


def published(front: Front, editor: Person, **more: Any) -> dict[str, Any]:
    said = a_document(some_word()) | more
    made = front.ask("POST", "/v1/documents", by=editor, body=said, key=True, expect=201)
    return {"said": said, **made.json()}


def for_verified(front: Front, editor: Person, colleague: Person, tlp: str, **more: Any) -> str:
    said = a_document(some_word(), tlp=tlp, tier="VERIFIED") | more
    return str(approve(front, submit(front, said, editor), colleague)["document_id"])


def entries(feed: requests.Response) -> dict[str, str]:
    """Return the titles of a feed by the ids of their documents."""
    root = fromstring(feed.content)
    return {
        str(each.findtext(f"{ATOM}id")).removeprefix("urn:uuid:"): str(
            each.findtext(f"{ATOM}title")
        )
        for each in root.iter(f"{ATOM}entry")
    }


def test_the_public_feed_has_what_anyone_may_read_and_forgets_what_is_withdrawn(
    front: Front, editor: Person, colleague: Person
) -> None:
    open_one = published(front, editor)
    hidden = for_verified(front, editor, colleague, "GREEN")
    feed = front.ask("GET", "/v1/documents/feed.atom")
    assert open_one["said"]["title"] == entries(feed)[open_one["document_id"]]
    assert hidden not in feed.text
    assert feed.content == front.ask("GET", "/v1/documents/feed.atom", by=editor).content
    known = {"If-None-Match": feed.headers["ETag"]}
    url = f"{front.gateway}/v1/documents/feed.atom"
    assert 304 == requests.get(url, headers=known, timeout=10).status_code
    path = f"/v1/documents/{open_one['document_id']}"
    tag, why = f'"v{open_one["version"]}"', {"reason": "Over."}
    front.ask("POST", f"{path}/withdrawal", by=editor, body=why, if_match=tag)
    assert open_one["document_id"] not in front.ask("GET", "/v1/documents/feed.atom").text


@pytest.mark.feature("F09")
def test_an_own_feed_says_less_than_a_page_and_ends_with_renewal_and_with_every_sign_in(
    front: Front, editor: Person, colleague: Person
) -> None:
    reader = front.sign_in_demo("chapel", "aal1")
    titled = for_verified(front, editor, colleague, "GREEN", title="Demonstration: gates")
    told = for_verified(front, editor, colleague, "AMBER", title="Demonstration: doors")
    made = front.ask("POST", "/v1/me/feed-link", by=reader, key=True).json()
    path = str(made["address"]).partition("/v1/")[2]
    feed = front.ask("GET", f"/v1/{path}")
    shown = entries(feed)
    assert "Demonstration: gates" == shown[titled]
    assert "TLP:AMBER" in shown[told]
    assert "Demonstration: doors" not in feed.text
    nothing = front.ask("GET", f"/v1/documents/feed/{'x' * 43}.atom", expect=404).text
    renewed = front.ask("POST", "/v1/me/feed-link", by=reader, key=True).json()
    assert nothing == front.ask("GET", f"/v1/{path}", expect=404).text, "the address before"
    path = str(renewed["address"]).partition("/v1/")[2]
    assert titled in entries(front.ask("GET", f"/v1/{path}"))
    time.sleep(1)  # what was made in the second of the end counts as made after it
    front.ask("POST", "/v1/me/sign-out-everywhere", by=reader)
    eventually(
        lambda: front.status("GET", f"/v1/{path}"), lambda status: status == 404, 5, "its end"
    )
    assert nothing == front.ask("GET", f"/v1/{path}", expect=404).text


def revised(front: Front, editor: Person, document: dict[str, Any], **more: Any) -> dict[str, Any]:
    path = f"/v1/documents/{document['document_id']}"
    tag = f'"v{document["version"]}"'
    body = document["said"] | more
    put = front.ask("PUT", path, by=editor, body=body, if_match=tag)
    return {"said": document["said"], **put.json()}


def test_a_reader_is_shown_what_changed_since_they_read_it(front: Front, editor: Person) -> None:
    reader = front.sign_in_demo("hotel", "aal1")
    document = published(front, editor)
    which = document["document_id"]
    path = f"/v1/documents/{which}"

    def changed() -> dict[str, Any]:
        listed = front.ask("GET", "/v1/me/readings/changed", by=reader).json()["changed"]
        return {each["document"]["document_id"]: each for each in listed}

    def read(version: int, **more: bool) -> None:
        body = {"version": version} | more
        front.ask("POST", f"{path}/reading", by=reader, body=body)

    front.ask("GET", f"{path}/changes-since-read", by=reader, expect=404)
    read(1)
    spelt = revised(front, editor, document, title="Hostile vehicles, spelt otherwise")
    assert which not in changed(), "no reader needs to know of it"
    body = f"{document['said']['body']}\n\nWatch the side gate."
    said = {"body": body, "note": "The side gate.", "material": True}
    now = revised(front, editor, spelt, **said)
    assert 1 == changed()[which]["reading"]["version"]
    shown = front.ask("GET", f"{path}/changes-since-read", by=reader).json()
    assert "Watch the side gate." in str(shown["differences"])
    assert "The side gate." == shown["document"]["material_note"]
    read(now["version"])
    assert which in changed(), "a look at the page is no look at the change"
    read(now["version"], changes_seen=True)
    assert which not in changed()
    front.ask("PUT", "/v1/me/readings/kept", by=reader, body={"keep": False})
    front.ask("GET", f"{path}/changes-since-read", by=reader, expect=404)
    front.ask("PUT", "/v1/me/readings/kept", by=reader, body={"keep": True})


def named_bulletin(front: Front, editor: Person, colleague: Person) -> str:
    """A bulletin for two named people and who works on it, which asks them by name."""
    hers = [accounts()[name].email for name in ("member", "school", "editor", "editor2")]
    asked = {"emails": hers}
    subjects = front.ask("POST", "/v1/named-people", by=editor, body=asked).json()["subjects"]
    marking = {"tlp": "RED", "minimum_tier": "VERIFIED", "named_subjects": subjects}
    return for_verified(
        front, editor, colleague, "RED", kind="BULLETIN", marking=marking, receipt="NAMED"
    )


def test_a_bulletin_asks_named_people_and_its_owner_alone_sees_who(
    front: Front, editor: Person, colleague: Person
) -> None:
    which = named_bulletin(front, editor, colleague)
    path = f"/v1/documents/{which}"
    member = front.sign_in_demo("member")

    def asks() -> bool:
        listed = front.ask("GET", "/v1/me/receipts-asked", by=member).json()["asked"]
        return which in [each["document"]["document_id"] for each in listed]

    assert asks()
    asked = front.ask("GET", f"{path}/receipt", by=member).json()
    assert ("NAMED", None, True) == (asked["asked"], asked["receipt"], asked["due"])
    tag = front.ask("GET", path, by=member).headers["ETag"]
    confirm = f"{path}/receipt"
    front.ask("PUT", confirm, by=member, body={"name": ""}, if_match=tag, expect=400)
    front.ask("PUT", confirm, by=member, body={"name": "Mel Member"}, if_match=tag)
    assert not asks()
    figures = front.ask("GET", f"{path}/receipt-figures", by=editor).json()
    assert ["Mel Member"] == [each["name"] for each in figures["names"]]
    assert 1 == figures["confirmed"]
    others = front.ask("GET", f"{path}/receipt-figures", by=colleague).json()
    assert ([], None) == (others["names"], others["confirmed"])
    stranger = front.sign_in_demo("chapel")
    hidden = front.ask("PUT", confirm, by=stranger, body={"name": "x"}, if_match=tag, expect=404)
    random = f"/v1/documents/{uuid4()}/receipt"
    body = {"name": "x"}
    other = front.ask("PUT", random, by=stranger, body=body, if_match=tag, expect=404)
    assert hidden.text == other.text
    front.ask("GET", f"{path}/receipt-figures", by=member, expect=403)
    front.ask("POST", f"{path}/receipt-reminder", by=editor, if_match=tag)
    front.ask("POST", f"{path}/receipt-reminder", by=editor, if_match=tag, expect=429)


Asking = Callable[..., dict[str, Any]]
WANTED = {"format": "LARGE_PRINT", "nation": "WALES", "note": "For somebody in our choir."}


@pytest.fixture
def asked(front: Front, editor: Person) -> Asking:
    """Asks for a document in another format."""

    def ask(document_id: str, by: Person | None = None) -> dict[str, Any]:
        path = f"/v1/documents/{document_id}/format-requests"
        made = front.ask("POST", path, by=by, body=WANTED, key=True, expect=201)
        return dict(made.json())

    return ask


def answered_by_file(front: Front, editor: Person, request: dict[str, Any]) -> str:
    """See to a request with a file, and return the file's id."""
    path = f"/v1/format-requests/{request['request_id']}"
    tag = f'"v{request["version"]}"'
    large = files.pdf("Keep the gates clear, in large print.")
    file = attach(front, editor, request["document_id"], "Large print.pdf", large)
    answer = {"attachment_id": file["attachment_id"]}
    front.ask("POST", f"{path}/answer", by=editor, body=answer, if_match=tag, expect=409)
    claimed = front.ask("POST", f"{path}/claim", by=editor, if_match=tag)
    tag = claimed.headers["ETag"]
    front.ask("POST", f"{path}/answer", by=editor, body=answer, if_match=tag)
    return str(file["attachment_id"])


def test_a_format_is_asked_for_without_an_account_and_answered_with_a_file(
    front: Front, editor: Person, asked: Asking
) -> None:
    which = published(front, editor)["document_id"]
    request = asked(which)
    reply = f"/v1/format-requests/{request['request_id']}/reply"
    code = {"reply_code": request["reply_code"]}
    assert "OPEN" == front.ask("POST", reply, body=code).json()["status"]
    wrong = front.ask("POST", reply, body={"reply_code": "x" * 43}, expect=404)
    nobody = f"/v1/format-requests/{uuid4()}/reply"
    assert wrong.text == front.ask("POST", nobody, body=code, expect=404).text
    waits = front.ask("GET", "/v1/format-requests?page_size=100", by=editor).json()["requests"]
    assert request["request_id"] in [each["request_id"] for each in waits]
    assert request["reply_code"] not in str(waits)
    file = answered_by_file(front, editor, request)
    found = front.ask("POST", reply, body=code).json()
    assert ("ANSWERED", file) == (found["status"], found["answer"]["attachment_id"])
    (made,) = front.ask("GET", f"/v1/documents/{which}/formats").json()["formats"]
    assert ("LARGE_PRINT", file, False) == (made["format"], made["attachment_id"], made["stale"])
    opened = front.ask("POST", f"/v1/attachments/{file}/opening").json()["url"]
    assert 200 == requests.get(opened, timeout=10).status_code


def test_who_has_an_account_is_told_of_the_answer_by_mail(
    front: Front, editor: Person, asked: Asking
) -> None:
    reader, address = front.sign_in_demo("school", "aal1"), accounts()["school"].email
    told = len(mail_for(front.mails, address))
    request = asked(published(front, editor)["document_id"], reader)
    assert request["reply_code"] is None
    answered_by_file(front, editor, request)
    mail = front.wait_for_mail(address, told + 1)
    assert "/account/formats" in mail
    assert request["request_id"] not in mail
    mine = front.ask("GET", "/v1/me/format-requests", by=reader).json()["requests"]
    (found,) = [each for each in mine if each["request_id"] == request["request_id"]]
    assert "ANSWERED" == found["status"]


def test_a_new_account_has_no_feed_until_it_makes_one(front: Front) -> None:
    person = steps.register(front, lambda _said: None)
    assert front.ask("GET", "/v1/me/feed-link", by=person).json() == {"link": None}
    made = front.ask("POST", "/v1/me/feed-link", by=person, key=True)
    ending = made.headers["ETag"]
    path = str(made.json()["address"]).partition("/v1/")[2]
    front.ask("GET", f"/v1/{path}")
    front.ask("DELETE", "/v1/me/feed-link", by=person, if_match=ending)
    front.ask("GET", f"/v1/{path}", expect=404)
