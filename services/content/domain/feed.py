"""What a feed says of a document, and the link by which somebody reads a feed of their own.

A feed goes to programs and services that nobody here knows, by an address that is all they need. So
it says less than a page, which asks who reads.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import NotFound
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.marking_change import above_public
from services.content.domain.search import Query

HIGHEST_TIER: Final = Tier.VERIFIED
"""What is for a higher tier is in no feed."""

TITLED: Final = frozenset({Tlp.CLEAR, Tlp.GREEN})
IN_FEEDS: Final = TITLED | {Tlp.AMBER}
"""AMBER may not leave who it was shown to (TLP 2.0, FIRST): of it a feed says only that it is."""


class FeedLinkNotFound(NotFound):
    """There is no such feed link."""

    reason = "FEED_LINK_NOT_FOUND"


class Told(Enum):
    """How much of a document a feed says."""

    WHOLE = "WHOLE"
    """Title, summary, and what changed."""

    TITLE = "TITLE"
    KIND = "KIND"
    """That there is one of its kind."""


def told_of(marking: Marking) -> Told | None:
    """Return how much a feed says of what bears a marking to who may read it; None for nothing."""
    limited = marking.closed_group or marking.named_subjects
    if limited or marking.minimum_tier > HIGHEST_TIER or marking.tlp not in IN_FEEDS:
        return None
    if not above_public(marking):
        return Told.WHOLE
    return Told.TITLE if marking.tlp in TITLED else Told.KIND


def placed(query: Query) -> bool:
    """Tell whether a feed is narrowed by what it does not say of AMBER.

    Such a feed has none of that: else whoever has its address could ask by tag after tag of what
    an entry is, of which they are told no more than its kind.
    """
    return bool(query.sectors or query.regions or query.tags)


def token_digest(token: str) -> bytes:
    """Return what is kept of a token: who reads the table cannot read the feed.

    A token has 256 random bits, so that a plain SHA-256 of it leads nobody back.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """Somebody's own way to a feed; at most one each."""

    feed_id: UUID
    version: int
    owner: str
    digest: bytes
    made_at: datetime

    def renewed(self, digest: bytes, *, at: datetime) -> "FeedLink":
        """Return it with another token: the one before is void."""
        return replace(self, version=self.version + 1, digest=digest, made_at=at)
