"""A film and what stands beside it, so that everybody can follow it (WCAG 2.2, guideline 1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.web_addresses import AddressRules, BadAddress
from services.content.domain.attachment_kind import FILMS, PICTURES, FileKind

ATTACHMENT: Final = "attachment:"
"""With what a place begins that is a file attached to the document."""

LONGEST_TRANSCRIPT: Final = 50_000
KINDS: Final = {
    "film": FILMS,
    "captions": frozenset({FileKind.VTT}),
    "signed_film": FILMS,
    "poster": PICTURES,
}
"""Which kinds of files each may be."""

_NEEDED: Final = {
    "film": "a film",
    "captions": "a file of captions (WebVTT)",
    "signed_film": "a film",
    "poster": "a picture",
}
_RULES: Final = AddressRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """Each place is an https address, or `attachment:` and the id of a file of the document.

    `captions` are WebVTT; `signed_film` is empty where nobody has signed it yet, `poster`, a
    picture that stands for it before it runs, where there is none.
    """

    film: str
    captions: str
    transcript: str
    signed_film: str = ""
    poster: str = ""

    def violations(self) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        found = [
            wrong
            for name in ("film", "captions")
            if (wrong := _wrong_place(name, getattr(self, name)))
        ]
        found += [
            wrong
            for name in ("signed_film", "poster")
            if getattr(self, name) and (wrong := _wrong_place(name, getattr(self, name)))
        ]
        if not 1 <= len(self.transcript.strip()) <= LONGEST_TRANSCRIPT:
            what = f"must have 1 to {LONGEST_TRANSCRIPT} characters: not everybody hears or sees"
            found.append(Violation("content.video.transcript", what))
        return found

    @property
    def places(self) -> dict[str, str]:
        """The places of its files by what each is; those that are not said are left out."""
        said = {name: getattr(self, name) for name in KINDS}
        return {name: place for name, place in said.items() if place}

    @property
    def attached(self) -> dict[str, UUID]:
        """Which files of the document it names, by what each is."""
        return {
            name: UUID(place.removeprefix(ATTACHMENT))
            for name, place in self.places.items()
            if place.startswith(ATTACHMENT)
        }


def missing_files(video: Video | None, there: Mapping[UUID, FileKind]) -> list[Violation]:
    """Say which files a film names that are not there to be shown, with what was needed.

    `there` are the files of its document that stand, each with its kind. A film without captions
    that can be read is not for everybody, so it does not stand (WCAG 2.2, 1.2.2).
    """
    if video is None:
        return []
    return [
        Violation(f"content.video.{name}", f"must be {_NEEDED[name]} of this document that stands")
        for name, attachment_id in video.attached.items()
        if there.get(attachment_id) not in KINDS[name]
    ]


def _wrong_place(name: str, place: str) -> Violation | None:
    field = f"content.video.{name}"
    if place.startswith(ATTACHMENT):
        try:
            UUID(place.removeprefix(ATTACHMENT))
        except ValueError:
            return Violation(field, f"must have a UUID after {ATTACHMENT}")
        return None
    try:
        _RULES.place_of(place)
    except BadAddress as error:
        return Violation(field, f"{error}; or be {ATTACHMENT} and a file's id")
    return None
