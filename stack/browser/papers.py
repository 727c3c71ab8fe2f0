"""Drafts and documents for the editors' desk: one that waits, one sent back, one that stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from stack.browser.page import Page, press
from stack.story.advice import a_document
from stack.story.front import Front
from stack.story.publishing import publish, submit

_EDITING: Final = "/desk/advice/drafts/{paper_waits}"
_KEPT: Final = "/desk/advice/documents/{paper}"
PAPERS_PAGES: Final = (
    Page(name="desk-papers", path="/desk/advice", who="editor2", welsh_picture=True),
    Page(name="desk-paper-waits", path=_EDITING, who="editor2", welsh_picture=True),
    Page(name="desk-paper-returned", path="/desk/advice/drafts/{paper_returned}", who="editor"),
    Page(name="desk-paper-new", path="/desk/advice/new", who="editor", welsh_picture=True),
    Page(name="desk-paper-new-errors", path="/desk/advice/new", who="editor", act=press("")),
    Page(
        name="desk-paper-preview",
        path=f"{_EDITING}/edit",
        who="editor",
        act=press("[value=preview]"),
    ),
    Page(name="desk-paper-kept", path=_KEPT, who="editor", welsh_picture=True),
    Page(name="desk-paper-next", path=f"{_KEPT}/edit", who="editor"),
    Page(name="desk-paper-version", path=f"{_KEPT}/versions/2", who="editor", welsh_picture=True),
)


@contextmanager
def staged_papers(front: Front) -> Iterator[dict[str, str]]:
    """Yield the ids that the table names; the drafts are given up at the end."""
    editor, colleague = front.sign_in_demo("editor"), front.sign_in_demo("editor2")
    said = a_document("on the screens")
    document = publish(front, said, editor)
    path = f"/v1/documents/{document['document_id']}"
    second = said | {
        "body": said["body"].replace("Use bollards", "Use planters or bollards"),
        "note": "Planters stand beside bollards.",
        "material": True,
    }
    front.ask("PUT", path, by=editor, body=second, if_match='"v1"')
    restricted = a_document("that waits", tlp="AMBER", tier="VERIFIED")
    waits, returned = (submit(front, restricted, editor) for _ in range(2))
    next_one = second | {
        "document_id": document["document_id"],
        "base_version": 2,
        "title": "Vehicles that are used as weapons",
        "marking": {"tlp": "GREEN", "minimum_tier": "REGISTERED"},
    }
    changes = submit(front, next_one, editor)
    front.ask(
        "POST",
        f"/v1/drafts/{returned['draft_id']}/return",
        by=colleague,
        if_match=f'"v{returned["version"]}"',
        body={"reason": "Demonstration: say which bollards."},
    )
    try:
        yield {
            "paper": document["document_id"],
            "paper_waits": changes["draft_id"],
            "paper_returned": returned["draft_id"],
        }
    finally:
        editor = front.sign_in_demo("editor")  # the pages take longer than a token lives
        for each in (waits, returned, changes):
            place = f"/v1/drafts/{each['draft_id']}"
            tag = front.ask("GET", place, by=editor).headers["ETag"]
            front.ask("POST", f"{place}/discarding", by=editor, if_match=tag)
