"""What a draft would make of a document: the words, and all that goes with them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from chassis.errors import Violation
from kernel.digests import Digest, digest_of
from services.content.domain.document import DocumentContent
from services.content.domain.upkeep import MINOR, Revision, review_day, wrong_day
from services.content.domain.video import Video

FARTHEST: Final = timedelta(days=366)
"""How far ahead a document may be published or taken back by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would stand. `publish_at` unset means at once, `withdraw_at` unset means for good.

    `teaser_confirmed` is the owner's word that anyone may read the teaser.
    """

    content: DocumentContent
    review_on: date | None = None
    revision: Revision = MINOR
    publish_at: datetime | None = None
    withdraw_at: datetime | None = None
    teaser_confirmed: bool = False

    def violations(self, now: datetime) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        return [
            *self.content.violations(),
            *self.revision.violations(),
            *wrong_day(self.review_on, today=now.date()),
            *wrong_times(self.publish_at, self.withdraw_at, now),
        ]

    def reviewed_by(self, now: datetime) -> date | None:
        """Return by which day the document is to be looked at again."""
        needed = self.content.kind.needs_review
        return review_day(self.review_on, required=needed, today=now.date())

    def digest(self, draft_id: UUID, document_id: UUID, base: int, owner: str) -> Digest:
        """Return the digest that an approval names: everything that the approver reads.

        Version 2 of the list: digest_version, draft_id, document_id, base_version, owner, kind,
        title, summary, body, language, marking (tlp, minimum_tier, closed_group, named_subjects
        sorted), sectors and regions sorted, sources, translation_of, tags, teaser, receipt,
        video (film, captions, transcript, signed_film, and poster if there is one; or null),
        review_on, note, material, publish_at and withdraw_at in ISO 8601 or null.
        """
        said, marking = self.content, self.content.marking
        return digest_of(
            {
                "digest_version": 2,
                "draft_id": str(draft_id),
                "document_id": str(document_id),
                "base_version": base,
                "owner": owner,
                "kind": said.kind.value,
                "title": said.title,
                "summary": said.summary,
                "body": said.body,
                "language": said.language,
                "marking": {
                    "tlp": marking.tlp.value,
                    "minimum_tier": marking.minimum_tier.name,
                    "closed_group": marking.closed_group,
                    "named_subjects": sorted(marking.named_subjects),
                },
                "sectors": sorted(said.sectors),
                "regions": sorted(said.regions),
                "sources": said.sources,
                "translation_of": str(said.translation_of) if said.translation_of else None,
                "tags": said.tags,
                "teaser": said.teaser,
                "receipt": said.receipt.value,
                "video": _video_fields(said.video),
                "review_on": self.review_on.isoformat() if self.review_on else None,
                "note": self.revision.note,
                "material": self.revision.material,
                "publish_at": self.publish_at.isoformat() if self.publish_at else None,
                "withdraw_at": self.withdraw_at.isoformat() if self.withdraw_at else None,
            }
        )


def _video_fields(video: Video | None) -> dict[str, Any] | None:
    if video is None:
        return None
    names = ("film", "captions", "transcript", "signed_film")
    poster = {"poster": video.poster} if video.poster else {}
    return {name: getattr(video, name) for name in names} | poster


def wrong_times(
    publish_at: datetime | None, withdraw_at: datetime | None, now: datetime
) -> list[Violation]:
    """Say what is wrong with when a document is to come and to go."""
    found = []
    for field, at in (("publish_at", publish_at), ("withdraw_at", withdraw_at)):
        if at is not None and not now < at <= now + FARTHEST:
            found.append(Violation(field, "must be a time to come, within a year"))
    if publish_at and withdraw_at and withdraw_at <= publish_at:
        found.append(Violation("withdraw_at", "must be after it is published"))
    return found
