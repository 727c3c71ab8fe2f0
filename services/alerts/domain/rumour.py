"""An entry of the rumour board: somebody else's words, and a fixed sentence of ours about them.

There is no field for words of ours. So nobody can write that nothing happened: a false denial kills
as a false all-clear does.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from chassis.errors import NotFound, Violation
from kernel.digests import Digest, digest_of
from services.alerts.domain.errors import IllegalTransition, SelfApproval, VersionChanged
from services.alerts.domain.threat_change import Hand
from services.alerts.domain.threat_levels import Words

QUOTE_LONGEST: Final = 1000
REFERENCE_LONGEST: Final = 200
REASON_LONGEST: Final = 1000
OLDEST_WORD: Final = timedelta(days=7)
LANGUAGES: Final = ("en-GB", "cy-GB")
_NAME: Final = re.compile(r"[^\W\d_][\w &'()-]{1,79}")
"""A name, and nothing that could end one sentence and begin another."""

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/rumour_words.json").read_text("utf-8")
)


class RumourNotFound(NotFound):
    """There is no such entry, or the caller may not know of it."""

    reason = "RUMOUR_NOT_FOUND"


class RumourKind(Enum):
    """Which of two things an entry says; neither says that nothing happened."""

    NOT_ISSUED = "NOT_ISSUED"
    UNFOUNDED = "UNFOUNDED"


class RumourStatus(Enum):
    """Where an entry stands. Only what is PUBLISHED is what we say."""

    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    CORRECTED = "CORRECTED"
    WITHDRAWN = "WITHDRAWN"
    DROPPED = "DROPPED"


ON_THE_BOARD: Final = frozenset(
    {RumourStatus.PUBLISHED, RumourStatus.CORRECTED, RumourStatus.WITHDRAWN}
)
"""What anyone may read: what was once said stays readable, as what it is by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What goes around, and of an unfounded report who says so and when they did."""

    kind: RumourKind
    quote: str
    language: str
    source: str = ""
    source_said_at: datetime | None = None
    authority_reference: str = ""

    def violations(self, now: datetime) -> list[Violation]:
        """Return what is wrong with it, by field; nothing for a good one."""
        wrong = []
        if not self.quote.strip() or len(self.quote) > QUOTE_LONGEST or "\x00" in self.quote:
            what = f"must have 1 to {QUOTE_LONGEST} characters, none of them NUL"
            wrong.append(Violation("quote", what))
        elif any(ours in self.quote for ours in _OURS):
            wrong.append(Violation("quote", "must be words of others: it has a sentence of ours"))
        if self.language not in LANGUAGES:
            wrong.append(Violation("language", f"must be one of {', '.join(LANGUAGES)}"))
        if len(self.authority_reference) > REFERENCE_LONGEST or "\x00" in self.authority_reference:
            what = f"must have at most {REFERENCE_LONGEST} characters, none of them NUL"
            wrong.append(Violation("authority_reference", what))
        return wrong + self._wrong_source(now)

    def _wrong_source(self, now: datetime) -> list[Violation]:
        wrong, said = [], self.source_said_at
        if self.kind is RumourKind.NOT_ISSUED:
            what = "is for what the police say: whether we issued something we know ourselves"
            wrong += [Violation("source", what)] if self.source else []
            return wrong + ([Violation("source_said_at", what)] if said is not None else [])
        if not _NAME.fullmatch(self.source):
            what = "must be a name: 2 to 80 letters, digits, spaces and - & ' ( )"
            wrong.append(Violation("source", what))
        if said is None or not now - OLDEST_WORD <= said <= now:
            wrong.append(Violation("source_said_at", "must be said, of the last seven days"))
        return wrong


_OURS: Final = tuple(
    said for each in _WORDS.values() if isinstance(each, dict) for said in each.values()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rumour:
    """One entry, from the first person's word on."""

    rumour_id: UUID
    version: int
    quoted: Quoted
    proposed: Hand
    corrects: UUID | None = None
    published: Hand | None = None
    dropped: Hand | None = None
    withdrawn: Hand | None = None
    corrected_by: UUID | None = None
    corrected_at: datetime | None = None

    @property
    def status(self) -> RumourStatus:
        """Where it stands."""
        if self.dropped is not None:
            return RumourStatus.DROPPED
        if self.published is None:
            return RumourStatus.PROPOSED
        if self.withdrawn is not None:
            return RumourStatus.WITHDRAWN
        return RumourStatus.PUBLISHED if self.corrected_by is None else RumourStatus.CORRECTED

    @property
    def said(self) -> Words:
        """All that we say about what it quotes: the fixed words of its kind, or of its end."""
        ended = self.status in {RumourStatus.CORRECTED, RumourStatus.WITHDRAWN}
        words = _WORDS[self.status.value if ended else self.quoted.kind.value]
        return Words(en=words["en"], cy=words["cy"])

    @property
    def ended_at(self) -> datetime | None:
        """When it stood no more."""
        return self.withdrawn.at if self.withdrawn else self.corrected_at

    @property
    def people(self) -> frozenset[str]:
        """Everyone who had a hand in it."""
        hands = (self.proposed, self.published, self.dropped, self.withdrawn)
        return frozenset(hand.by for hand in hands if hand is not None)

    @property
    def digest(self) -> Digest:
        """The digest of everything that an approver reads."""
        quoted, said = self.quoted, _WORDS[self.quoted.kind.value]
        at = quoted.source_said_at
        return digest_of(
            {
                "digest_version": 1,
                "rumour_id": str(self.rumour_id),
                "kind": quoted.kind.value,
                "said": [said["en"], said["cy"]],
                "quote": quoted.quote,
                "language": quoted.language,
                "source": quoted.source,
                "source_said_at": "" if at is None else at.astimezone(UTC).isoformat(),
                "authority_reference": quoted.authority_reference,
                "corrects": "" if self.corrects is None else str(self.corrects),
            }
        )

    def publish(self, *, by: str, read: bytes, at: datetime) -> "Rumour":
        """Put it on the board on the word of a second person who read exactly this.

        Raises:
            IllegalTransition: it does not wait.
            SelfApproval: `by` proposed it.
            VersionChanged: `read` is not its digest.
        """
        self._see_that_it_is(RumourStatus.PROPOSED)
        if by == self.proposed.by:
            raise SelfApproval("Somebody else must publish what you proposed.")
        if read != self.digest:
            raise VersionChanged("The entry is not what you read: read it again.")
        return replace(self, published=Hand(by=by, at=at), version=self.version + 1)

    def drop(self, *, by: str, why: str, at: datetime) -> "Rumour":
        """Give it up before it is published.

        Raises:
            IllegalTransition: it does not wait.
        """
        self._see_that_it_is(RumourStatus.PROPOSED)
        return replace(self, dropped=Hand(by=by, at=at, why=why), version=self.version + 1)

    def withdraw(self, *, by: str, why: str, at: datetime) -> "Rumour":
        """Take it back, on one person's word: what is said then is less, never more.

        Raises:
            IllegalTransition: it does not stand.
        """
        self._see_that_it_is(RumourStatus.PUBLISHED)
        return replace(self, withdrawn=Hand(by=by, at=at, why=why), version=self.version + 1)

    def correct(self, *, by: UUID, at: datetime) -> "Rumour":
        """Give its place to another entry that is published.

        Raises:
            IllegalTransition: it does not stand.
        """
        self.see_that_it_stands()
        return replace(self, corrected_by=by, corrected_at=at, version=self.version + 1)

    def see_that_it_stands(self) -> None:
        """See that it is on the board as what we say.

        Raises:
            IllegalTransition: it is not.
        """
        self._see_that_it_is(RumourStatus.PUBLISHED)

    def _see_that_it_is(self, status: RumourStatus) -> None:
        if self.status is not status:
            raise IllegalTransition(f"The entry is {self.status.value.lower()}.")
