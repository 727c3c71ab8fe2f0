"""Attaches the demonstration's files to its documents through the front, as the editor does."""

import json
from pathlib import Path
from typing import Final

import requests

from stack.attaching import attach, attached
from stack.demo_content.files import demo_documents
from stack.demo_content.publish import NotPublished, Outcome, listed
from stack.signin import SignInFailed
from stack.story.front import Front, StoryBroken

_LIST: Final = Path(__file__).with_suffix(".json")
_FOLDER: Final = Path(__file__).with_suffix("")


def demo_attachments() -> list[tuple[str, str, bytes]]:
    """Return each file: the document that it is for, its name, and its bytes."""
    said = json.loads(_LIST.read_text("utf-8"))
    return [
        (each["document"], each["name"], (_FOLDER / each["file"]).read_bytes()) for each in said
    ]


def publish_attachments(front: Front) -> Outcome:
    """Attach every file whose document is there and has none of that name.

    Nobody waits for the scan: without a scanner the files stay in quarantine, as any would.

    Raises:
        NotPublished: the front refuses, or does not answer.
    """
    known = {each.name: (each.language, each.title) for each in demo_documents()}
    wanted, new = demo_attachments(), 0
    try:
        editor = front.sign_in_demo("editor")
        there = listed(front, editor)
        for document, name, body in wanted:
            document_id = there.get(known[document])
            if document_id is None:
                continue
            if name in {each["name"] for each in attached(front, editor, document_id).values()}:
                continue
            attach(front, editor, document_id, name, body, wait=False)
            new += 1
    except (StoryBroken, SignInFailed, requests.RequestException) as error:
        raise NotPublished(f"the demonstration's files: {error}") from error
    return Outcome(there=len(wanted), new=new, what="files")
