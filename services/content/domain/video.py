"""A film and what stands beside it, so that everybody can follow it (WCAG 2.2, guideline 1.2)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.web_addresses import AddressRules, BadAddress

ATTACHMENT: Final = "attachment:"
"""With what a place begins that is a file attached to the document."""

LONGEST_TRANSCRIPT: Final = 50_000
_RULES: Final = AddressRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """Each place is an https address, or `attachment:` and the id of a file of the document.

    `captions` are WebVTT; `signed_film` is empty where nobody has signed it yet.
    """

    film: str
    captions: str
    transcript: str
    signed_film: str = ""

    def violations(self) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        found = [
            wrong
            for name in ("film", "captions")
            if (wrong := _wrong_place(name, getattr(self, name)))
        ]
        if self.signed_film and (wrong := _wrong_place("signed_film", self.signed_film)):
            found.append(wrong)
        if not 1 <= len(self.transcript.strip()) <= LONGEST_TRANSCRIPT:
            what = f"must have 1 to {LONGEST_TRANSCRIPT} characters: not everybody hears or sees"
            found.append(Violation("content.video.transcript", what))
        return found


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
