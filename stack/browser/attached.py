"""Files of a document for the pages: one that stands, one that was refused, one that waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from stack.attaching import attach
from stack.browser.page import Page, press
from stack.story.advice import a_document
from stack.story.front import Front
from stack.story.publishing import publish

ATTACHED_PAGES: Final = (
    Page(name="document-files", path="/advice/{attached}", welsh_picture=True),
    Page(name="desk-attachment-documents", path="/desk/attachments", who="editor"),
    Page(
        name="desk-attachments",
        path="/desk/attachments/{attached}",
        who="editor",
        welsh_picture=True,
    ),
    Page(
        name="desk-attachments-errors",
        path="/desk/attachments/{attached}",
        who="editor",
        act=press("[value=upload]"),
    ),
    Page(name="desk-attachments-second", path="/desk/attachments/{attached_few}", who="editor"),
)


@contextmanager
def staged_attached(front: Front) -> Iterator[dict[str, str]]:
    """Make two documents with files, and withdraw them."""
    editor = front.sign_in_demo("editor")
    made = []
    for word, level in (("files", {}), ("briefed", {"tlp": "AMBER", "tier": "VERIFIED"})):
        said = a_document(word, **level)
        made.append(publish(front, said, editor))
    everybody, few = made
    attach(front, editor, everybody["document_id"], "Gates.csv", b"gate,guards\nnorthern,3\n")
    attach(front, editor, everybody["document_id"], "Page.txt", b"<script>alert(1)</script>")
    attach(front, editor, few["document_id"], "Briefing.txt", b"Demonstration, not official.\n")
    try:
        yield {"attached": everybody["document_id"], "attached_few": few["document_id"]}
    finally:
        for each in made:
            front.ask(
                "POST",
                f"/v1/documents/{each['document_id']}/withdrawal",
                by=front.sign_in_demo("editor"),
                body={"reason": "The demonstration is over."},
                if_match=f'"v{each["version"]}"',
            )
