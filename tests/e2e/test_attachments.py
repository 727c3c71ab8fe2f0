"""A file from an editor to a reader, on the real platform, and what ends on the way."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests

from stack.attaching import attach, attached
from stack.story.advice import a_document
from stack.story.front import Front, Person, eventually
from tests.fakes import attached_files as files

pytestmark = pytest.mark.feature("F07")


@pytest.fixture(scope="module")
def editor(front: Front) -> Person:
    return front.sign_in_demo("editor")


def published(front: Front, editor: Person, **more: Any) -> dict[str, Any]:
    said = a_document(f"word{uuid4().hex[:8]}", **more)
    made = front.ask("POST", "/v1/documents", by=editor, body=said, key=True, expect=201)
    return {"said": said, **made.json()}


def link(front: Front, attachment_id: str, by: Person | None = None) -> str:
    opened = front.ask("POST", f"/v1/attachments/{attachment_id}/opening", by=by)
    return str(opened.json()["url"])


def status(url: str) -> int:
    return requests.get(url, timeout=10).status_code


def test_a_good_file_is_read_by_anyone_on_an_origin_of_its_own(
    front: Front, editor: Person
) -> None:
    document = published(front, editor)
    body = files.pdf("Keep the gates clear.")
    done = attach(front, editor, document["document_id"], "Cynllun gatiau.pdf", body)
    assert ("STANDING", True) == (done["state"], done["has_text"])
    (shown,) = attached(front, None, document["document_id"]).values()
    assert ("Cynllun gatiau.pdf", "application/pdf") == (shown["name"], shown["media_type"])
    url = link(front, done["attachment_id"])
    assert urlsplit(url).netloc != urlsplit(front.gateway).netloc
    read = requests.get(url, timeout=10)
    assert (200, body) == (read.status_code, read.content)
    assert "nosniff" == read.headers["X-Content-Type-Options"]
    assert read.headers["Content-Disposition"].startswith("attachment")
    part = requests.get(url, headers={"Range": "bytes=0-4"}, timeout=10)
    assert (206, b"%PDF-") == (part.status_code, part.content)
    assert 404 == status(f"{url.rpartition('/')[0][:-3]}AAA/x.pdf")


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("virus.txt", files.EICAR.encode, "INFECTED"),
        ("macros.docx", files.word_with_macros, "MACROS"),
        ("bomb.docx", files.word_bomb, "COMPRESSION_BOMB"),
        ("script.pdf", files.pdf_with_script, "ACTIVE_CONTENT"),
        ("picture.pdf", files.png, "MISTYPED"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason_and_shown_to_nobody(
    front: Front, editor: Person, name: str, make: Any, why: str
) -> None:
    document = published(front, editor)
    done = attach(front, editor, document["document_id"], name, make())
    assert ("REFUSED", why) == (done["state"], done["refusal"])
    assert {} == attached(front, None, document["document_id"])
    path = f"/v1/attachments/{done['attachment_id']}/opening"
    front.ask("POST", path, by=editor, expect=404)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "../../x.pdf", "media_type": "application/pdf", "size": 5},
        {"name": "x.svg", "media_type": "image/svg+xml", "size": 5},
        {"name": "x.pdf", "media_type": "application/pdf", "size": 30 * 1024 * 1024},
    ],
)
def test_what_may_not_come_is_refused_before_its_first_byte(
    front: Front, editor: Person, said: dict[str, Any]
) -> None:
    document = published(front, editor)
    path = f"/v1/documents/{document['document_id']}/attachments"
    front.ask("POST", path, by=editor, body=said, key=True, expect=400)


def test_links_die_when_the_marking_rises_and_when_the_document_goes(
    front: Front, editor: Person
) -> None:
    document = published(front, editor)
    done = attach(front, editor, document["document_id"], "plan.pdf", files.pdf())
    url = link(front, done["attachment_id"])
    assert 200 == status(url)
    path = f"/v1/documents/{document['document_id']}"
    narrower = a_document("raised", tlp="AMBER", tier="VERIFIED")["marking"]
    raised = {name: document[name] for name in a_document("raised")} | {"marking": narrower}
    etag = f'"v{document["version"]}"'
    changed = front.ask("PUT", path, by=editor, body=raised, if_match=etag)
    assert 404 == status(url), "at once"
    listing = f"{path}/attachments"
    front.ask("GET", listing, expect=404)
    member = front.sign_in_demo("member", "aal1")
    opening = f"/v1/attachments/{done['attachment_id']}/opening"
    front.ask("POST", opening, by=member, expect=404)  # until a second person read it
    read = {"read_digest": done["digest"]}
    second = front.sign_in_demo("editor2")
    front.ask("POST", f"/v1/attachments/{done['attachment_id']}/confirmation", by=second, body=read)
    theirs = link(front, done["attachment_id"], member)
    assert 200 == status(theirs)
    front.ask(
        "POST",
        f"{path}/withdrawal",
        by=editor,
        body={"reason": "Over."},
        if_match=changed.headers["ETag"],
    )
    assert 404 == status(theirs)


def test_what_an_attachment_says_is_in_the_index_of_its_document(
    front: Front, editor: Person, platform: Any
) -> None:
    document = published(front, editor)
    word = f"attached{uuid4().hex[:8]}"
    done = attach(front, editor, document["document_id"], "notes.txt", word.encode())
    url = f"http://localhost:{platform.port('elasticsearch')}/content.public/_search"
    query = {"query": {"match": {"en.attachments": word}}}

    def holding() -> list[str]:
        found = requests.post(url, json=query, timeout=10).json()
        return [each["_id"] for each in found["hits"]["hits"]]

    eventually(holding, lambda ids: ids == [document["document_id"]], 30, "the file's words")
    path = f"/v1/attachments/{done['attachment_id']}/removal"
    etag = f'"v{done["version"]}"'
    front.ask("POST", path, by=editor, body={"reason": "Over."}, if_match=etag)
    eventually(holding, lambda ids: ids == [], 30, "and that they are gone")
