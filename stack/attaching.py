"""Attaches a file through the front, as a program of an editor's would."""

import hashlib
import time
from typing import Any, Final

import requests

from stack.story.front import Front, Person, StoryBroken

JUDGED_SECONDS: Final = 60
WAITING: Final = frozenset({"UPLOADING", "QUARANTINED"})
TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "png": "image/png",
}
"""Media types by a name's ending."""


def attach(
    front: Front, by: Person, document_id: str, name: str, body: bytes, *, wait: bool = True
) -> dict[str, Any]:
    """Bring a file in pieces; return it once it was judged, whatever the judgement.

    Without `wait` it is returned as it waits in quarantine.

    Raises:
        StoryBroken: a step was refused, or nobody judged it in time.
    """
    said = {"name": name, "media_type": TYPES[name.rpartition(".")[2]], "size": len(body)}
    path = f"/v1/documents/{document_id}/attachments"
    begun = front.ask("POST", path, by=by, body=said, key=True, expect=201).json()
    one = f"/v1/attachments/{begun['attachment_id']}"
    for number in range(begun["pieces"]):
        at = number * begun["piece_bytes"]
        put = requests.put(
            f"{front.gateway}{one}/pieces/{number}",
            data=body[at : at + begun["piece_bytes"]],
            headers={
                "Authorization": f"Bearer {by.tokens.access}",
                "Content-Type": "application/octet-stream",
            },
            timeout=20,
        )
        if not put.ok:
            raise StoryBroken(f"piece {number} of {name}: {put.status_code} {put.text[:300]}")
    digest = {"digest": hashlib.sha256(body).hexdigest()}
    waits: dict[str, Any] = front.ask("POST", f"{one}/finish", by=by, body=digest).json()
    if not wait:
        return waits
    until = time.monotonic() + JUDGED_SECONDS
    while time.monotonic() < until:
        found = attached(front, by, document_id).get(begun["attachment_id"])
        if found is None or found["state"] not in WAITING:
            return found or begun
        time.sleep(0.2)
    raise StoryBroken(f"nobody judged {name} within {JUDGED_SECONDS} s")


def attached(front: Front, by: Person | None, document_id: str) -> dict[str, dict[str, Any]]:
    """Return what somebody sees attached to a document, by its id."""
    listed = front.ask("GET", f"/v1/documents/{document_id}/attachments", by=by).json()
    return {each["attachment_id"]: each for each in listed["attachments"]}
