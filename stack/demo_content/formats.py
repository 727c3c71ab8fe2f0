"""Asks for one of the demonstration's documents in another format, as a reader does."""

from typing import Any, Final

import requests

from stack.demo_content.files import demo_documents
from stack.demo_content.publish import NotPublished, Outcome, listed
from stack.signin import SignInFailed
from stack.story.front import Front, Person, StoryBroken, eventually

WHO: Final = "owner"
DOCUMENT: Final = "run-hide-tell"
ASKED: Final = {
    "format": "LARGE_PRINT",
    "nation": "ENGLAND",
    "note": "For the board in our kitchen, please. Demonstration, not official.",
}
_KNOWN_SECONDS: Final = 30
_OK: Final = 200


def ask_for_formats(front: Front) -> Outcome:
    """Ask, unless this reader asked for the same before: that is left as it is.

    Raises:
        NotPublished: the front refuses, or does not answer, or the document is not there.
    """
    try:
        reader = front.sign_in_demo(WHO, "aal1")
        before = _asked(front, reader)
        document = _document(front, reader)
        there = any(each["document_id"] == document for each in before)
        if not there:
            path = f"/v1/documents/{document}/format-requests"
            front.ask("POST", path, by=reader, body=ASKED, key=True, expect=201)
    except (StoryBroken, SignInFailed, requests.RequestException) as error:
        raise NotPublished(f"the demonstration's request for a format: {error}") from error
    return Outcome(there=1, new=0 if there else 1, what="request for a format")


def _asked(front: Front, reader: Person) -> list[dict[str, Any]]:
    """Return what the reader asked for, once content knows them."""
    eventually(
        lambda: front.status("GET", "/v1/me/format-requests", by=reader),
        lambda status: status == _OK,
        _KNOWN_SECONDS,
        "the reader's rights",
    )
    found = front.ask("GET", "/v1/me/format-requests", by=reader).json()
    asked: list[dict[str, Any]] = found["requests"]
    return asked


def _document(front: Front, reader: Person) -> str:
    wanted = next(each for each in demo_documents() if each.name == DOCUMENT)
    found = listed(front, reader).get((wanted.language, wanted.title))
    if found is None:
        raise StoryBroken(f"{DOCUMENT} is not published")
    return found
