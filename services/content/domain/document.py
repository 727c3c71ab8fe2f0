"""A document and its life."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.access import may_read
from kernel.grants import ReadGrant
from kernel.markings import OWN_GROUP, Marking
from kernel.places import REGIONS, SECTORS
from kernel.principals import Principal
from services.content.domain.errors import DocumentWithdrawn
from services.content.domain.partner_errors import DocumentOfPartner
from services.content.domain.protective_marking import wrong_marking
from services.content.domain.receipt import ReceiptAsked
from services.content.domain.upkeep import MINOR, NOBODYS, Material, Revision, Upkeep
from services.content.domain.video import Video

EDITING: Final = "content:publish"
LANGUAGES: Final = ("en-GB", "cy")
LONGEST: Final = {"title": 160, "summary": 400, "body": 100_000}
MOST_SECTORS: Final = 50
MOST_SOURCES: Final = 20
LONGEST_SOURCE: Final = 300
MOST_TAGS: Final = 20
LONGEST_TAG: Final = 40
LONGEST_TEASER: Final = 400

_UNPRINTED: Final = re.compile("[\x7f-\x9f\ue000-\uf8ff\ufeff]")


class Kind(Enum):
    """What a document is."""

    GUIDANCE = "GUIDANCE"
    BULLETIN = "BULLETIN"
    RESOURCE = "RESOURCE"
    CASE_STUDY = "CASE_STUDY"
    BRIEFING = "BRIEFING"
    NEWS = "NEWS"
    PACK = "PACK"
    VIDEO = "VIDEO"

    @property
    def needs_review(self) -> bool:
        """Tell whether it stands for long, so that somebody must look at it again."""
        return self is Kind.GUIDANCE


class Status(Enum):
    """Where a document is in its life."""

    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """What a document says, and to whom. `body` is Markdown (CommonMark).

    `tags` are words by which it is found. `teaser` is for those who may not read the rest.
    """

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
    tags: tuple[str, ...] = ()
    teaser: str = ""
    video: Video | None = None
    receipt: ReceiptAsked = ReceiptAsked.NONE

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
        return found + self._wrong_beside() + self._wrong_markings()

    def _wrong_beside(self) -> list[Violation]:
        """Return what is wrong with what stands beside the text."""
        found = []
        if len(self.tags) > MOST_TAGS or len(set(self.tags)) != len(self.tags):
            found.append(Violation("content.tags", f"must be at most {MOST_TAGS}, none twice"))
        if not all(map(_is_tag, self.tags)):
            what = f"must each have 1 to {LONGEST_TAG} characters, in lower case"
            found.append(Violation("content.tags", what))
        if len(self.teaser) > LONGEST_TEASER or _UNPRINTED.search(self.teaser):
            what = f"must have at most {LONGEST_TEASER} characters, none of them for control"
            found.append(Violation("content.teaser", what))
        if (self.kind is Kind.VIDEO) != (self.video is not None):
            what = "must stand with a document of kind VIDEO, and with no other"
            found.append(Violation("content.video", what))
        found += self._wrong_receipt()
        return found + (self.video.violations() if self.video else [])

    def _wrong_receipt(self) -> list[Violation]:
        """Return what is wrong with what it asks of readers."""
        if self.receipt is ReceiptAsked.NONE:
            return []
        if self.kind not in {Kind.BULLETIN, Kind.BRIEFING}:
            return [Violation("content.receipt", "may be asked of bulletins and briefings alone")]
        few = self.marking.closed_group or self.marking.named_subjects
        if self.receipt is ReceiptAsked.NAMED and not few:
            what = "may ask for names only of a closed group or of named people"
            return [Violation("content.receipt", what)]
        return []

    def _wrong_markings(self) -> list[Violation]:
        """Return where a protective marking above OFFICIAL-SENSITIVE stands."""
        texts = {name: getattr(self, name) for name in (*LONGEST, "teaser")}
        texts |= {"sources": "\n".join(self.sources), "tags": "\n".join(self.tags).upper()}
        texts |= {"video.transcript": self.video.transcript} if self.video else {}
        each = (wrong_marking(f"content.{name}", text) for name, text in texts.items())
        return [wrong for found in each for wrong in found]


def _is_tag(tag: str) -> bool:
    return 1 <= len(tag) <= LONGEST_TAG and tag == tag.strip().lower() and tag.isprintable()


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

    `note` says what changed with this version, `approved_by` who let it stand besides
    `changed_by`; `withdraw_at` is when it goes by itself, for `withdraw_because`.

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
    material: Material
    upkeep: Upkeep = NOBODYS
    note: str = ""
    approved_by: str | None = None
    withdraw_at: datetime | None = None
    withdraw_because: str = ""
    partner: PartnerOrigin | None = None
    attached: tuple[str, ...] = ()
    """What its attachments say, for the index; empty wherever nobody asked for it."""

    @classmethod
    def published(
        cls,
        document_id: UUID,
        content: DocumentContent,
        *,
        by: str,
        at: datetime,
        upkeep: Upkeep = NOBODYS,
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
            material=Material(version=1, changed_at=at),
            upkeep=upkeep,
            partner=partner,
        )

    def revise(
        self,
        content: DocumentContent,
        *,
        by: str,
        at: datetime,
        revision: Revision = MINOR,
        upkeep: Upkeep | None = None,
    ) -> "Document":
        """Return the next version; who looks after it stays, unless somebody else is said.

        Raises:
            DocumentWithdrawn: it was taken back.
            DocumentOfPartner: its catalogue alone changes it.
        """
        self._must_be_ours()
        revised = self._changed(by=by, at=at, content=content)
        material = Material(version=revised.version, changed_at=at, note=revision.note.strip())
        return replace(
            revised,
            note=revision.note.strip(),
            material=material if revision.material else self.material,
            upkeep=upkeep or self.upkeep,
        )

    def must_change(self) -> None:
        """See that editors may still change it.

        Raises:
            DocumentWithdrawn: it was taken back.
            DocumentOfPartner: its catalogue alone changes it.
        """
        self._must_be_ours()
        self._must_stand()

    def kept_up(self, upkeep: Upkeep, *, by: str, at: datetime) -> "Document":
        """Return it as looked at again, or as somebody else's; it says what it said.

        Raises:
            DocumentWithdrawn, DocumentOfPartner: it changes no more, or not here.
        """
        self._must_be_ours()
        return replace(self._changed(by=by, at=at), upkeep=upkeep)

    def going(
        self, withdraw_at: datetime | None, because: str, *, by: str, at: datetime
    ) -> "Document":
        """Return it with a time at which it goes by itself, or with none.

        Raises:
            DocumentWithdrawn, DocumentOfPartner: it changes no more, or not here.
        """
        self._must_be_ours()
        changed = self._changed(by=by, at=at)
        return replace(changed, withdraw_at=withdraw_at, withdraw_because=because)

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

    def _must_stand(self) -> None:
        if self.status is Status.WITHDRAWN:
            raise DocumentWithdrawn("The document was withdrawn.")

    def _changed(
        self,
        *,
        by: str,
        at: datetime,
        content: DocumentContent | None = None,
        status: Status = Status.PUBLISHED,
    ) -> "Document":
        self._must_stand()
        return replace(
            self,
            version=self.version + 1,
            content=content or self.content,
            status=status,
            changed_at=at,
            changed_by=by,
            note="",
            approved_by=None,
        )

    def readable_by(
        self, reader: Principal, *, grant: ReadGrant | None = None, at: datetime | None = None
    ) -> bool:
        """Tell whether a person may know of it, by a grant too; a withdrawn one is for editors."""
        if self.status is Status.WITHDRAWN:
            return reader.may(EDITING) and may_read(reader, self.content.marking)
        return may_read(reader, self.content.marking, grant=grant, at=at)
