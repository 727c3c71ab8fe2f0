"""A marking on the running platform: wider by two people, narrower at once and everywhere."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import requests

from stack.attaching import attach, attached
from stack.story.advice import a_document
from stack.story.front import Front, Person, eventually
from tests.fakes import attached_files as files

pytestmark = [pytest.mark.feature("F07"), pytest.mark.feature("F09")]

_AMBER = {"tlp": "AMBER", "minimum_tier": "VERIFIED"}
_NAMES = ("kind", "title", "summary", "body", "marking", "sectors", "sources")


@pytest.fixture(scope="module")
def editor(front: Front) -> Person:
    return front.sign_in_demo("editor")


@pytest.fixture(scope="module")
def editor2(front: Front) -> Person:
    return front.sign_in_demo("editor2")


@pytest.fixture(scope="module")
def member(front: Front) -> Person:
    return front.sign_in_demo("member", "aal1")


def found(front: Front, word: str, by: Person | None = None) -> int:
    said = front.ask("GET", f"/v1/search?q={quote(word)}", by=by).json()
    return int(said["total"])


def suggested(front: Front, word: str) -> list[Any]:
    said = front.ask("GET", f"/v1/search/suggestions?q={word}").json()
    return list(said["suggestions"])


def status(url: str) -> int:
    return requests.get(url, timeout=10).status_code


def test_a_narrower_marking_counts_at_once_everywhere_and_a_wider_one_by_two_people(
    front: Front, editor: Person, editor2: Person, member: Person
) -> None:
    word = f"rising{uuid4().hex[:8]}"
    said = a_document(word)
    made = front.ask("POST", "/v1/documents", by=editor, body=said, key=True, expect=201)
    document_id, path = made.json()["document_id"], made.headers["Location"]
    file = attach(front, editor, document_id, "plan.pdf", files.pdf(f"Gates {word}file."))
    eventually(lambda: found(front, f"{word}file"), lambda total: total == 1, 20, "the file")
    public = front.ask("GET", path)
    assert public.headers["Cache-Control"] == "public, max-age=30", "caches forget in 30 s"
    opening = f"/v1/attachments/{file['attachment_id']}/opening"
    link = front.ask("POST", opening).json()["url"]
    assert 200 == status(link)

    raised = {name: said[name] for name in _NAMES} | {"marking": _AMBER}
    tag = front.ask("GET", path, by=editor).headers["ETag"]
    front.ask("PUT", path, by=editor, body=raised, if_match=tag)

    hidden = front.ask("GET", path, expect=404)
    assert hidden.text == front.ask("GET", f"/v1/documents/{uuid4()}", expect=404).text
    assert "no-store" in hidden.headers["Cache-Control"]
    again = requests.get(
        f"{front.gateway}{path}", headers={"If-None-Match": public.headers["ETag"]}, timeout=10
    )
    assert 404 == again.status_code, "no answer says that it is as it was"
    assert 404 == status(link), "links are dead"
    front.ask("POST", opening, expect=404)
    hits = front.ask("GET", f"/v1/search?q={word}").json()["hits"]
    assert [] == hits, "each hit is looked up again"
    for what in (word, f"{word}file"):
        eventually(lambda what=what: found(front, what), lambda total: total == 0, 10, "the move")
    eventually(lambda: suggested(front, word), lambda some: not some, 10, "suggestions")
    eventually(lambda: found(front, word, member), lambda total: total == 1, 10, "its new home")
    assert 0 == found(front, f"{word}file", member), "the file waits for a second person"
    assert {} == attached(front, member, document_id)
    front.ask("POST", opening, by=member, expect=404)
    confirmation = f"/v1/attachments/{file['attachment_id']}/confirmation"
    read = {"read_digest": file["digest"]}
    front.ask("POST", confirmation, by=editor, body=read, expect=403)
    front.ask("POST", confirmation, by=editor2, body=read)
    eventually(lambda: found(front, f"{word}file", member), lambda total: total == 1, 10, "file")
    assert 0 == found(front, f"{word}file")

    tag = front.ask("GET", path, by=editor).headers["ETag"]
    alone = front.ask("PUT", path, by=editor, body=said, if_match=tag, expect=409).json()
    assert "SECOND_PERSON_NEEDED" == alone["reason"]
    version = int(tag.strip('"v'))
    draft = front.ask(
        "POST",
        "/v1/drafts",
        by=editor,
        body=said | {"document_id": document_id, "base_version": version},
        key=True,
        expect=201,
    ).json()
    assert draft["downgrade"] is True
    here = f"/v1/drafts/{draft['draft_id']}"
    front.ask("POST", f"{here}/submission", by=editor, if_match=f'"v{draft["version"]}"')
    approval = {"read_digest": draft["digest"]}
    refused = front.ask("POST", f"{here}/approval", by=editor, body=approval, expect=403).json()
    assert "SELF_APPROVAL" == refused["reason"]
    front.ask("GET", path, expect=404)
    front.ask("POST", f"{here}/approval", by=editor2, body=approval)
    front.ask("GET", path)
    eventually(lambda: found(front, word), lambda total: total == 1, 10, "it is back")
