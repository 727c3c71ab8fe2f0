"""A film on a page: where each of its files is, and which files of a document it may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import gettext

from isp.content.v1 import attachments_pb2, document_pb2
from services.gateway.pages.language import address

ATTACHED: Final = "attachment:"
"""With what a place begins that is a file of the document."""

TYPES: Final = {
    "film": frozenset({"video/mp4", "video/webm"}),
    "captions": frozenset({"text/vtt"}),
    "signed_film": frozenset({"video/mp4", "video/webm"}),
    "poster": frozenset({"image/png", "image/jpeg", "image/webp"}),
}
"""What each of a film's files may be; the service decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file of a film is: `ours` if it is attached, so that a page may play it."""

    url: str
    ours: bool
    host: str


def places_of(document_id: str, video: document_pb2.Video) -> dict[str, Place]:
    """Return where each file of a film is, by what it is; without those that are not said."""
    said = {name: str(getattr(video, name)) for name in TYPES}
    return {name: _place(document_id, place) for name, place in said.items() if place}


def _place(document_id: str, place: str) -> Place:
    which = place.removeprefix(ATTACHED)
    if which == place:
        return Place(url=place, ours=False, host=urlsplit(place).hostname or "")
    found = address("advice.attachment", document_id=document_id, attachment_id=UUID(which))
    return Place(url=found, ours=True, host="")


def choices_of(
    name: str, present: str, attachments: Iterable[attachments_pb2.Attachment]
) -> list[tuple[str, str]]:
    """Return what an editor may choose: none, the files that stand, and what it is now."""
    stands = attachments_pb2.ATTACHMENT_STATE_STANDING
    found = {
        f"{ATTACHED}{each.attachment_id}": each.name
        for each in attachments
        if each.state == stands and each.media_type in TYPES[name]
    }
    kept = {present: gettext("As it is now")} if present and present not in found else {}
    return [("", gettext("None")), *(found | kept).items()]
