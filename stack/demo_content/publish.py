"""Publishes the demonstration's documents through the front, as the editor does."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID, uuid5

import requests

from stack.demo_content.files import DemoDocument, demo_documents
from stack.signin import SignInFailed
from stack.story.front import Front, Person, StoryBroken, eventually
from stack.story.publishing import OPEN, approve

_NAMESPACE: Final = UUID("6d5a3c7e-0a52-4a8e-9d1c-2f6d1c0b7e24")
_KNOWN_SECONDS: Final = 30
"""On a new platform the editor's rights reach content a moment after it is ready."""

_AT_ONCE: Final = 4
"""Half the calls that content serves at once: twice as quick on two cores as one by one."""

_FORBIDDEN: Final = 403
_CREATED: Final = 201

Editors = tuple[Person, Person]
"""Who writes, and who lets stand; signed in once, since Keycloak refuses many at one moment."""

Known = tuple[str, str]
"""What tells that a document is there: its language and title."""


class NotPublished(Exception):
    """The documents could not be published; what was published stays, and a next try goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many documents, or what else, are there now, and how many of them are new."""

    there: int
    new: int
    what: str = "documents"

    def __str__(self) -> str:
        """Say it in a line."""
        if self.new in {0, self.there}:
            return f"{self.there} {self.what} {'published' if self.new else 'there'}"
        return f"{self.new} {self.what} published, {self.there} there"


def publish(front: Front, documents: Sequence[DemoDocument] | None = None) -> Outcome:
    """Publish every document that is not there yet, each after the one that it translates.

    A document is there when the list has its title in its language: it is then left as it is,
    whatever an editor made of it. The key of a request follows from what it says, so that one
    whose answer was lost makes no second document. One that was withdrawn comes back when the
    platform has forgotten its key, after a day.

    Raises:
        NotPublished: the front refuses, or does not answer.
    """
    wanted = demo_documents() if documents is None else documents
    try:
        there = listed(front, front.sign_in_demo("editor", "aal1"))
        missing = [each for each in wanted if _known(each) not in there]
        ids = {each.name: there[_known(each)] for each in wanted if _known(each) in there}
        if missing:
            editors = front.sign_in_demo("editor"), front.sign_in_demo("editor2")
            originals = [each for each in missing if not each.translation_of]
            for some in (originals, [each for each in missing if each.translation_of]):
                ids |= _all_published(front, editors, some, ids)
    except (StoryBroken, SignInFailed, requests.RequestException) as error:
        raise NotPublished(f"the demonstration's documents: {error}") from error
    return Outcome(there=len(wanted), new=len(missing))


def _known(document: DemoDocument) -> Known:
    return document.language, document.title


def listed(front: Front, editor: Person) -> dict[Known, str]:
    """Return the ids of all that is published, as someone sees it who may see most."""
    found: dict[Known, str] = {}
    path: str | None = "/v1/documents?page_size=100"
    while path:
        said: dict[str, Any] = front.ask("GET", path, by=editor).json()
        # Newest first: the oldest of a title is the one that counts.
        found |= {
            (each["language"], each["title"]): each["document_id"] for each in said["documents"]
        }
        token = said["next_page_token"]
        path = f"/v1/documents?page_size=100&page_token={quote(token)}" if token else None
    return found


def _all_published(
    front: Front, editors: Editors, documents: Sequence[DemoDocument], ids: dict[str, str]
) -> dict[str, str]:
    """Publish some at once, none of which translates another of them; return their ids by name."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda each: _published(front, editors, each, ids), documents)
        return {each.name: made for each, made in zip(documents, found, strict=True)}


def _published(front: Front, editors: Editors, document: DemoDocument, ids: dict[str, str]) -> str:
    """Publish one document and return its id; a second editor lets stand what not all may read."""
    editor, second = editors
    said = document.said(ids[document.translation_of] if document.translation_of else "")
    key = uuid5(_NAMESPACE, sha256(repr(sorted(said.items())).encode()).hexdigest())
    if said["marking"] == OPEN:
        return str(_made(front, editor, document.name, "documents", (said, key))["document_id"])
    draft = _made(front, editor, document.name, "drafts", (said, key))
    path = f"/v1/drafts/{draft['draft_id']}"
    draft = front.ask("GET", path, by=editor).json()  # where a start that was stopped left it
    if draft["status"] == "DRAFT":
        tag = f'"v{draft["version"]}"'
        draft = front.ask("POST", f"{path}/submission", by=editor, if_match=tag).json()
    if draft["status"] == "SUBMITTED":
        approve(front, draft, second)
    return str(draft["document_id"])


def _made(front: Front, editor: Person, name: str, where: str, asked: tuple[Any, UUID]) -> Any:
    said, key = asked

    def answered() -> requests.Response:
        return requests.post(
            f"{front.gateway}/v1/{where}",
            json=said,
            headers={
                "Authorization": f"Bearer {editor.tokens.access}",
                "Idempotency-Key": str(key),
            },
            timeout=20,
        )

    answer = eventually(
        answered, lambda seen: seen.status_code != _FORBIDDEN, _KNOWN_SECONDS, "the editor's rights"
    )
    if answer.status_code != _CREATED:
        raise StoryBroken(f"{name} answered {answer.status_code}: {answer.text[:300]}")
    return answer.json()
