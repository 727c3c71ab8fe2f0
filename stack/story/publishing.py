"""How two editors publish what not everybody may read, and one what everybody may."""

from typing import Any

from stack.story.front import Front, Person

OPEN = {"tlp": "CLEAR", "minimum_tier": "PUBLIC"}


def publish(front: Front, document: dict[str, Any], by: Person | None = None) -> dict[str, Any]:
    """Publish a document as its marking asks, and return it.

    What everybody may read one editor publishes. The rest one writes and submits, and another lets
    stand, who names the digest of what was read.
    """
    editor = by or front.sign_in_demo("editor")
    if document["marking"] == OPEN:
        made = front.ask("POST", "/v1/documents", by=editor, body=document, key=True, expect=201)
        said: dict[str, Any] = made.json()
        return said
    return approve(front, submit(front, document, editor), front.sign_in_demo("editor2"))


def submit(front: Front, document: dict[str, Any], by: Person) -> dict[str, Any]:
    """Write a draft and submit it."""
    made = front.ask("POST", "/v1/drafts", by=by, body=document, key=True, expect=201)
    path, tag = made.headers["Location"], made.headers["ETag"]
    said: dict[str, Any] = front.ask("POST", f"{path}/submission", by=by, if_match=tag).json()
    return said


def approve(front: Front, draft: dict[str, Any], by: Person) -> dict[str, Any]:
    """Let exactly this draft stand, and return the document."""
    body = {"read_digest": draft["digest"]}
    path = f"/v1/drafts/{draft['draft_id']}/approval"
    said: dict[str, Any] = front.ask("POST", path, by=by, body=body).json()["document"]
    return said
