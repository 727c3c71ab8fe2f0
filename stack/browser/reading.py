"""What readers have beside a document: a film, changes, receipts, formats, teasers, their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from stack.browser.page import Page, press
from stack.demo_content.films import demo_films, publish_films
from stack.demo_content.publish import listed
from stack.story.advice import a_document
from stack.story.front import Front, Person
from stack.story.publishing import publish

_ASK: Final = "/advice/{document}/formats"
READING_PAGES: Final = (
    Page(name="film", path="/advice/{film}", welsh_picture=True),
    Page(name="bulletin", path="/advice/{bulletin}", who="owner"),
    Page(name="own-changes", path="/advice/{bulletin}/changes", who="owner", welsh_picture=True),
    Page(name="desk-receipts", path="/desk/receipts/{bulletin}", who="editor", welsh_picture=True),
    Page(name="teaser", path="/advice/{teased}/teaser", welsh_picture=True),
    Page(name="teaser-ask", path="/advice/{teased}/ask", who="shop"),
    Page(name="desk-access", path="/desk/access/{access_request}", who="editor"),
    Page(name="format-ask", path=_ASK, welsh_picture=True),
    Page(name="format-ask-errors", path=_ASK, act=press("")),
    Page(name="format-reply", path="/formats/{format_request}/{format_code}"),
    Page(name="formats-own", path="/account/formats", who="owner"),
    Page(name="desk-formats", path="/desk/formats", who="editor", welsh_picture=True),
)


@contextmanager
def staged_reading(front: Front) -> Iterator[dict[str, str]]:
    """Yield the ids that the table names; what waits at a desk is ended at the end."""
    editor, owner = front.sign_in_demo("editor"), front.sign_in_demo("owner", "aal1")
    publish_films(front)
    (film,) = demo_films()
    bulletin = _bulletin(front, editor, owner)
    teased = _teased(front, editor)
    asking = front.sign_in_demo("sole", "aal1")
    path = f"/v1/documents/{teased}/access-requests"
    why = {"reason": "Demonstration: I run a market and hire barriers for it."}
    access = front.ask("POST", path, by=asking, body=why, key=True, expect=201).json()
    formats = [_wanted(front, bulletin, by) for by in (owner, None)]
    yield {
        "film": listed(front, editor)["en-GB", film["title"]],
        "bulletin": bulletin,
        "teased": teased,
        "access_request": access["request_id"],
        "format_request": formats[1]["request_id"],
        "format_code": formats[1]["reply_code"],
    }
    editor = front.sign_in_demo("editor")  # the pages take longer than a token lives
    for each in formats:
        place = f"/v1/format-requests/{each['request_id']}/closure"
        closed = {"reason": "Demonstration: it is over."}
        front.ask("POST", place, by=editor, body=closed, if_match=f'"v{each["version"]}"')
    place = f"/v1/access-requests/{access['request_id']}"
    tag = front.ask("GET", place, by=editor).headers["ETag"]
    refused = {"yes": False, "because": "Demonstration: it is over."}
    front.ask("POST", f"{place}/decision", by=editor, body=refused, if_match=tag)


def _bulletin(front: Front, editor: Person, owner: Person) -> str:
    """A bulletin that asks its readers to confirm it, and changed since the owner read it."""
    said = a_document("in a bulletin") | {"kind": "BULLETIN", "receipt": "COUNTED"}
    document = publish(front, said, editor)
    path = f"/v1/documents/{document['document_id']}"
    front.ask("POST", f"{path}/reading", by=owner, body={"version": 1})
    changed: dict[str, Any] = said | {
        "body": said["body"].replace("Use bollards", "Use planters or bollards"),
        "note": "Planters stand beside bollards.",
        "material": True,
    }
    front.ask("PUT", path, by=editor, body=changed, if_match='"v1"')
    return str(document["document_id"])


def _teased(front: Front, editor: Person) -> str:
    """An assessment that not everyone may read, of which everyone may know."""
    said = a_document("at markets", tlp="AMBER", tier="VERIFIED") | {
        "teaser": "Demonstration, not official. There is an assessment of vehicles at markets.",
        "teaser_confirmed": True,
    }
    return str(publish(front, said, editor)["document_id"])


def _wanted(front: Front, document_id: str, by: Person | None) -> dict[str, Any]:
    path = f"/v1/documents/{document_id}/format-requests"
    body = {"format": "LARGE_PRINT", "nation": "WALES", "note": "Demonstration: 18 points."}
    made: dict[str, Any] = front.ask("POST", path, by=by, body=body, key=True, expect=201).json()
    return made
