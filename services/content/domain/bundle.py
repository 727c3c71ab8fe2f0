"""What somebody may keep on a phone to read without a network: what is in it, and until when.

The file is described for those who write clients in docs/offline-bundle.md.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from chassis.errors import Invalid, Unavailable, Violation
from kernel.digests import canonical_json
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.document import Document

FORMAT: Final = "isp-bundle/1"
MOST_DOCUMENTS: Final = 2_000
MOST_BYTES: Final = 8 * 1024 * 1024
"""Of documents before they are compressed; the newest come first."""

ENTITLED_LASTS: Final = timedelta(hours=24)
"""After that a client shows nothing that not everyone may read."""

PUBLIC_LASTS: Final = timedelta(days=7)
"""After that it shows nothing at all: what was withdrawn since would still be there."""

_HOLDER: Final = b"isp-bundle-holder\x00"
_DIGEST_BYTES: Final = 16


class BundlesOff(Unavailable):
    """No key is set to sign bundles with."""

    reason = "BUNDLES_OFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document as it stands in a bundle, with the digest of what is said of it."""

    document_id: UUID
    digest: str
    said: Mapping[str, Any]


def holder_of(subject: str | None) -> str:
    """Return by what a client knows that a bundle is its own: SHA-256 of the account's id.

    Empty for a bundle of what everyone may read.
    """
    if subject is None:
        return ""
    return _text(hashlib.sha256(_HOLDER + subject.encode()).digest())


def entry_of(document: Document) -> Entry:
    """Return a document as a bundle has it: its text alone; pictures and films stay references.

    No teaser, no file, no name of a person, and nothing that only editors know.
    """
    content = document.content
    said = {
        "id": str(document.document_id),
        "version": document.version,
        "public": content.marking.minimum_tier is Tier.PUBLIC,
        "kind": content.kind.value,
        "title": content.title,
        "summary": content.summary,
        "body": content.body,
        "language": content.language,
        "tlp": content.marking.tlp.value,
        "sectors": sorted(content.sectors),
        "regions": sorted(content.regions),
        "sources": list(content.sources),
        "tags": list(content.tags),
        "translation_of": str(content.translation_of) if content.translation_of else None,
        "transcript": content.video.transcript if content.video else None,
        "published_at": _moment(document.published_at),
        "changed_at": _moment(document.changed_at),
        "material_version": document.material.version,
        "material_note": document.material.note,
    }
    digest = _text(hashlib.sha256(canonical_json(said)).digest()[:_DIGEST_BYTES])
    return Entry(document_id=document.document_id, digest=digest, said=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What one caller may keep now. `issued_at` is the hour, so that all of it is the same text."""

    holder: str
    issued_at: datetime
    entries: Sequence[Entry]
    complete: bool

    @classmethod
    def of(
        cls, caller: Principal, documents: Sequence[Document], *, more: bool, at: datetime
    ) -> "Bundle":
        """Return a bundle of documents that the caller may read and take along, newest first.

        `more` says that there are others, which were not looked at.
        """
        entries: list[Entry] = []
        size = 0
        for entry in map(entry_of, documents[:MOST_DOCUMENTS]):
            size += len(canonical_json(entry.said))
            if size > MOST_BYTES:
                break
            entries.append(entry)
        return cls(
            holder=holder_of(caller.subject),
            issued_at=at.replace(minute=0, second=0, microsecond=0),
            entries=sorted(entries, key=lambda each: str(each.document_id)),
            complete=len(entries) == len(documents) and not more,
        )

    @property
    def manifest(self) -> str:
        """The digest of all that a client has when it has this: of each id with its digest."""
        lines = (f"{each.document_id} {each.digest}\n" for each in self.entries)
        return _text(hashlib.sha256("".join(lines).encode()).digest())

    def whole(self) -> bytes:
        """Return the text of all of it."""
        return self._text("whole", self.entries, removed=[])

    def changes(self, held: Mapping[UUID, str]) -> bytes:
        """Return the text of what a client lacks and what it must delete.

        Why something is to go is not said: it may have been withdrawn, or be no longer for the
        caller, or never have been there.
        """
        lacking = [each for each in self.entries if held.get(each.document_id) != each.digest]
        there = {each.document_id for each in self.entries}
        return self._text(
            "changes", lacking, removed=sorted(str(each) for each in held.keys() - there)
        )

    def _text(self, kind: str, entries: Sequence[Entry], *, removed: Sequence[str]) -> bytes:
        return canonical_json(
            {
                "format": FORMAT,
                "kind": kind,
                "holder": self.holder,
                "issued_at": _moment(self.issued_at),
                "entitled_until": _moment(self.issued_at + ENTITLED_LASTS),
                "public_until": _moment(self.issued_at + PUBLIC_LASTS),
                "complete": self.complete,
                "manifest": self.manifest,
                "removed": list(removed),
                "documents": [{**each.said, "digest": each.digest} for each in entries],
            }
        )


def held_from(said: Mapping[str, str]) -> dict[UUID, str]:
    """Return what a client says that it has.

    Raises:
        Invalid: it is too much, or names something that is no document.
    """
    if len(said) > MOST_DOCUMENTS:
        raise Invalid(Violation("held", f"must name at most {MOST_DOCUMENTS} documents"))
    try:
        return {UUID(document_id): digest[:100] for document_id, digest in said.items()}
    except ValueError:
        raise Invalid(Violation("held", "must name documents by their ids")) from None


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
