"""A document and its life."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.access import may_read
from kernel.markings import OWN_GROUP, Marking
from kernel.places import REGIONS, SECTORS
from kernel.principals import Principal
from services.content.domain.errors import DocumentWithdrawn
from services.content.domain.partner_errors import DocumentOfPartner

EDITING: Final = "content:publish"
LANGUAGES: Final = ("en-GB", "cy")
LONGEST: Final = {"title": 160, "summary": 400, "body": 100_000}
MOST_SECTORS: Final = 50
MOST_SOURCES: Final = 20
LONGEST_SOURCE: Final = 300

_UNPRINTED: Final = re.compile("[\x7f-\x9f\ue000-\uf8ff\ufeff]")


class Kind(Enum):
    """What a document is."""

    GUIDANCE = "GUIDANCE"
    BULLETIN = "BULLETIN"
    RESOURCE = "RESOURCE"
    CASE_STUDY = "CASE_STUDY"
    BRIEFING = "BRIEFING"


class Status(Enum):
    """Where a document is in its life."""

    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """What a document says, and to whom. `body` is Markdown (CommonMark)."""

    kind: Kind
    title: str
    summary: str
    body: str
    language: str
    marking: Marking
    sectors: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    translation_of: UUID | None = None

    def violations(self) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        found = [
            Violation(f"content.{name}", f"must have 1 to {most} characters")
            for name, most in LONGEST.items()
            if not 1 <= len(getattr(self, name).strip()) <= most
        ]
        found += [
            Violation(f"content.{name}", "must have no control or private-use characters")
            for name in LONGEST
            if not getattr(self, name).isascii() and _UNPRINTED.search(getattr(self, name))
        ]
        if self.language not in LANGUAGES:
            found.append(Violation("content.language", f"must be one of {', '.join(LANGUAGES)}"))
        if (self.marking.closed_group or "").startswith(OWN_GROUP):
            what = "must be a closed group; an organisation's own people are no such group"
            found.append(Violation("content.marking.closed_group", what))
        found += _unknown("sectors", self.sectors, frozenset(SECTORS))
        found += _unknown("regions", self.regions, frozenset(REGIONS))
        if len(self.sectors) > MOST_SECTORS:
            found.append(Violation("content.sectors", f"must name at most {MOST_SECTORS}"))
        good = all(1 <= len(each.strip()) <= LONGEST_SOURCE for each in self.sources)
        if len(self.sources) > MOST_SOURCES or not good:
            what = f"must be at most {MOST_SOURCES}, each of 1 to {LONGEST_SOURCE} characters"
            found.append(Violation("content.sources", what))
        return found


def _unknown(name: str, codes: frozenset[str], known: frozenset[str]) -> list[Violation]:
    return [
        Violation(f"content.{name}", f"{code!r} is not a code that we know")
        for code in sorted(codes - known)[:10]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerOrigin:
    """Whose a document is that stands in a partner's catalogue, and where it is."""

    catalogue_id: UUID
    item_id: str
    name: str
    account: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as it stands. A change returns the next version.

    One with a `partner` is at the partner's: we keep what finds it, and its catalogue alone
    changes it.
    """

    document_id: UUID
    version: int
    content: DocumentContent
    status: Status
    published_at: datetime
    changed_at: datetime
    changed_by: str
    partner: PartnerOrigin | None = None

    @classmethod
    def published(
        cls,
        document_id: UUID,
        content: DocumentContent,
        *,
        by: str,
        at: datetime,
        partner: PartnerOrigin | None = None,
    ) -> "Document":
        """Return a new document that stands."""
        return cls(
            document_id=document_id,
            version=1,
            content=content,
            status=Status.PUBLISHED,
            published_at=at,
            changed_at=at,
            changed_by=by,
            partner=partner,
        )

    def revise(self, content: DocumentContent, *, by: str, at: datetime) -> "Document":
        """Return the next version.

        Raises:
            DocumentWithdrawn: it was taken back.
            DocumentOfPartner: its catalogue alone changes it.
        """
        self._must_be_ours()
        return self._changed(by=by, at=at, content=content)

    def withdraw(self, *, by: str, at: datetime) -> "Document":
        """Take it back.

        Raises:
            DocumentWithdrawn: it was already.
            DocumentOfPartner: its catalogue alone takes it away.
        """
        self._must_be_ours()
        return self._changed(by=by, at=at, status=Status.WITHDRAWN)

    def in_catalogue(
        self, content: DocumentContent, partner: PartnerOrigin, *, by: str, at: datetime
    ) -> "Document":
        """Return a partner's document as its catalogue says it now: the same one if it is so."""
        if self.status is Status.PUBLISHED and (self.content, self.partner) == (content, partner):
            return self
        return replace(
            self,
            version=self.version + 1,
            content=content,
            partner=partner,
            status=Status.PUBLISHED,
            changed_at=at,
            changed_by=by,
        )

    def out_of_catalogue(self, *, by: str, at: datetime) -> "Document":
        """Return a partner's document whose catalogue has it no more."""
        if self.status is Status.WITHDRAWN:
            return self
        return self._changed(by=by, at=at, status=Status.WITHDRAWN)

    def _must_be_ours(self) -> None:
        if self.partner is not None:
            raise DocumentOfPartner("It is a partner's: end the catalogue, or ask the partner.")

    def _changed(
        self,
        *,
        by: str,
        at: datetime,
        content: DocumentContent | None = None,
        status: Status = Status.PUBLISHED,
    ) -> "Document":
        if self.status is Status.WITHDRAWN:
            raise DocumentWithdrawn("The document was withdrawn.")
        return replace(
            self,
            version=self.version + 1,
            content=content or self.content,
            status=status,
            changed_at=at,
            changed_by=by,
        )

    def readable_by(self, reader: Principal) -> bool:
        """Tell whether a person may know of it; a withdrawn one is for editors."""
        if self.status is Status.WITHDRAWN and not reader.may(EDITING):
            return False
        return may_read(reader, self.content.marking)
