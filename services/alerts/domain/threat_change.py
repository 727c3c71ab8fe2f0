"""A change of a threat level, from one person's proposal to another's approval."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.digests import Digest, digest_of
from services.alerts.domain.errors import IllegalTransition, SelfApproval, VersionChanged
from services.alerts.domain.threat_errors import ThreatLevelUnchanged
from services.alerts.domain.threat_levels import (
    PUBLISHED_SINCE,
    ResponseLevel,
    ThreatLevel,
    ThreatSeries,
    Words,
    day_of,
    meaning_of,
    usual_response,
    wording_of,
)

REASON_LONGEST: Final = 1000
REFERENCE_LONGEST: Final = 200


class ChangeStatus(Enum):
    """Where a change stands. Only what is approved was ever in force."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """What one person did about a change, and when; `why` only where they had to say it."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLevel:
    """A level of a series as it is, or was, in force. It has no end but the next one.

    `number` counts the levels of the series; `since` is when it began, and `set_at` when two people
    had set it here, which may be later.
    """

    series: ThreatSeries
    number: int
    level: ThreatLevel
    response: ResponseLevel
    since: datetime
    set_at: datetime

    @property
    def first_wording(self) -> Words:
        """How the level was worded when it began."""
        return wording_of(self.level, self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a person proposes. `since` is None where it begins with the approval.

    `reason` and `authority_reference` are for the record; no subscriber reads them.
    """

    series: ThreatSeries
    level: ThreatLevel
    response: ResponseLevel
    reason: str
    authority_reference: str
    since: datetime | None = None

    def violations(self, now: datetime, standing: StandingLevel | None) -> list[Violation]:
        """Return what is wrong with it, by field; nothing for a good one."""
        wrong = []
        for name, most in (
            ("reason", REASON_LONGEST),
            ("authority_reference", REFERENCE_LONGEST),
        ):
            text = getattr(self, name)
            if not text.strip() or len(text) > most or "\x00" in text:
                wrong.append(Violation(name, f"must have 1 to {most} characters, none of them NUL"))
        if self.since is not None:
            wrong += _wrong_beginning(self.since, now, standing)
        return wrong


def _wrong_beginning(
    since: datetime, now: datetime, standing: StandingLevel | None
) -> list[Violation]:
    if since > now:
        return [Violation("since", "must not be in the future")]
    if day_of(since) < PUBLISHED_SINCE:
        return [Violation("since", f"must not be before {PUBLISHED_SINCE}")]
    if standing is not None and since <= standing.since:
        return [Violation("since", "must be after the beginning of the level that stands")]
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatLevelChange:
    """One change of a series. `follows` is the level that stood when it was proposed."""

    change_id: UUID
    proposal: Proposal
    proposed: Hand
    follows: StandingLevel | None
    version: int = 1
    approved: Hand | None = None
    withdrawn: Hand | None = None

    @classmethod
    def begun(
        cls,
        change_id: UUID,
        proposal: Proposal,
        *,
        follows: StandingLevel | None,
        by: str,
        at: datetime,
    ) -> "ThreatLevelChange":
        """Return the first person's word; nothing changes yet.

        Raises:
            ThreatLevelUnchanged: the level and the response are those that stand.
        """
        if follows is not None and (follows.level, follows.response) == (
            proposal.level,
            proposal.response,
        ):
            raise ThreatLevelUnchanged("This level and this response stand already.")
        return cls(
            change_id=change_id,
            proposal=proposal,
            proposed=Hand(by=by, at=at),
            follows=follows,
        )

    @property
    def status(self) -> ChangeStatus:
        """Where it stands."""
        if self.withdrawn is not None:
            return ChangeStatus.WITHDRAWN
        return ChangeStatus.PROPOSED if self.approved is None else ChangeStatus.APPROVED

    @property
    def people(self) -> frozenset[str]:
        """Everyone who had a hand in it."""
        hands = (self.proposed, self.approved, self.withdrawn)
        return frozenset(hand.by for hand in hands if hand is not None)

    @property
    def wording(self) -> Words:
        """How the proposed level is worded: by the day of the proposal."""
        return wording_of(self.proposal.level, self.proposed.at)

    @property
    def usual(self) -> bool:
        """Whether the proposed response is the one that is usual at the level."""
        return self.proposal.response is usual_response(self.proposal.level)

    @property
    def digest(self) -> Digest:
        """The digest of everything that an approver reads, which an approval names."""
        said, wording, meaning = self.proposal, self.wording, meaning_of(self.proposal.response)
        return digest_of(
            {
                "digest_version": 1,
                "change_id": str(self.change_id),
                "series": said.series.value,
                "follows": 0 if self.follows is None else self.follows.number,
                "level": said.level.value,
                "wording": [wording.en, wording.cy],
                "response": said.response.value,
                "meaning": [meaning.en, meaning.cy],
                "reason": said.reason,
                "authority_reference": said.authority_reference,
                "since": "" if said.since is None else said.since.astimezone(UTC).isoformat(),
            }
        )

    def approve(self, *, by: str, read: bytes, at: datetime) -> "ThreatLevelChange":
        """Put the level into force on the word of a second person who read exactly this.

        Raises:
            IllegalTransition: it is approved or withdrawn already.
            SelfApproval: `by` proposed it.
            VersionChanged: `read` is not its digest.
        """
        self._see_that_it_is_open()
        if by == self.proposed.by:
            raise SelfApproval("Somebody else must approve the change.")
        if read != self.digest:
            raise VersionChanged("The change is not what you read: read it again.")
        return replace(self, approved=Hand(by=by, at=at), version=self.version + 1)

    def withdraw(self, *, by: str, why: str, at: datetime) -> "ThreatLevelChange":
        """Give the proposal up; one person is enough, since nothing changed yet.

        Raises:
            IllegalTransition: it is approved or withdrawn already.
        """
        self._see_that_it_is_open()
        return replace(self, withdrawn=Hand(by=by, at=at, why=why), version=self.version + 1)

    @property
    def in_force(self) -> StandingLevel | None:
        """The level that an approved change put into force; None for any other."""
        if self.approved is None:
            return None
        return StandingLevel(
            series=self.proposal.series,
            number=1 if self.follows is None else self.follows.number + 1,
            level=self.proposal.level,
            response=self.proposal.response,
            since=self.proposal.since or self.approved.at,
            set_at=self.approved.at,
        )

    def _see_that_it_is_open(self) -> None:
        if self.status is not ChangeStatus.PROPOSED:
            raise IllegalTransition(f"The change is {self.status.value.lower()} already.")
