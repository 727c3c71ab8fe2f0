"""A person's case with the verification officers: checks by one, the decision by another."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.digests import Digest, digest_of
from kernel.tiers import Tier
from services.identity.domain.errors import (
    CheckedBySameOfficer,
    EvidenceChanged,
    OwnVerification,
    ProfileNotMet,
    VerificationClosed,
)
from services.identity.domain.gpg45 import (
    RULE_VERSION,
    Evidence,
    Level,
    Scores,
    level_met,
    profiles_met,
)

NEEDED: Final = {Tier.VERIFIED: Level.MEDIUM, Tier.TRUSTED: Level.HIGH}
"""The level of confidence that each tier asks for."""


class CheckKind(Enum):
    """What an officer looked at, in the words of GPG 45, and the two checks that we add."""

    EVIDENCE = "EVIDENCE"
    ACTIVITY = "ACTIVITY"
    FRAUD = "FRAUD"
    VERIFICATION = "VERIFICATION"
    CALL_BACK = "CALL_BACK"
    ORGANISATION = "ORGANISATION"


SCORED: Final = frozenset({CheckKind.ACTIVITY, CheckKind.FRAUD, CheckKind.VERIFICATION})


class Outcome(Enum):
    """Where a case stands."""

    OPEN = "OPEN"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. No image and no number of a document is kept."""

    kind: CheckKind
    document_type: str = ""
    strength: int = 0
    validity: int = 0
    score: int = 0
    note: str = ""
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One case."""

    verification_id: UUID
    subject: str
    tier: Tier
    outcome: Outcome
    checks: tuple[Check, ...]
    opened_at: datetime
    version: int
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""

    @classmethod
    def opened(
        cls, verification_id: UUID, subject: str, tier: Tier, at: datetime
    ) -> "Verification":
        """Return a new case."""
        return cls(
            verification_id=verification_id,
            subject=subject,
            tier=tier,
            outcome=Outcome.OPEN,
            checks=(),
            opened_at=at,
            version=1,
        )

    @property
    def scores(self) -> Scores:
        """What the checks add up to: the best of each part, readings by document."""
        documents: dict[str, frozenset[Evidence]] = {}
        best = dict.fromkeys(SCORED, 0)
        for check in self.checks:
            if check.kind is CheckKind.EVIDENCE:
                reading = Evidence(check.strength, check.validity)
                known = documents.get(check.document_type, frozenset())
                documents[check.document_type] = known | {reading}
            elif check.kind in SCORED:
                best[check.kind] = max(best[check.kind], check.score)
        return Scores(
            documents=documents,
            activity=best[CheckKind.ACTIVITY],
            fraud=best[CheckKind.FRAUD],
            verification=best[CheckKind.VERIFICATION],
        )

    @property
    def profiles_met(self) -> tuple[str, ...]:
        """The names of the GPG 45 profiles that the checks meet."""
        return tuple(profile.name for profile in profiles_met(self.scores))

    @property
    def evidence_digest(self) -> Digest:
        """The digest that a decision names: the case, the rules, and every check in order."""
        return digest_of(
            {
                "digest_version": 1,
                "verification_id": str(self.verification_id),
                "tier": self.tier.name,
                "rules": RULE_VERSION,
                "checks": [
                    {
                        "kind": check.kind.value,
                        "document_type": check.document_type,
                        "strength": check.strength,
                        "validity": check.validity,
                        "score": check.score,
                        "note": check.note,
                        "recorded_by": check.recorded_by,
                        "recorded_at": check.recorded_at.isoformat(),
                    }
                    for check in self.checks
                ],
            }
        )

    def with_check(self, check: Check) -> "Verification":
        """Add a check.

        Raises:
            OwnVerification: the officer is the person.
            VerificationClosed: the case was decided.
        """
        if check.recorded_by == self.subject:
            raise OwnVerification("You cannot check your own identity.")
        self._must_be_open()
        return replace(self, checks=(*self.checks, check), version=self.version + 1)

    def decided(
        self, *, by: str, grant: bool, read: bytes, reason: str, at: datetime
    ) -> "Verification":
        """Grant or refuse the tier, on the word of someone who recorded no check of this case.

        Raises:
            OwnVerification: `by` is the person.
            VerificationClosed: the case was decided.
            CheckedBySameOfficer: `by` recorded a check.
            EvidenceChanged: `read` is not the digest of the checks that stand.
            ProfileNotMet: a grant that the checks do not carry.
        """
        if by == self.subject:
            raise OwnVerification("You cannot decide on your own identity.")
        self._must_be_open()
        if any(check.recorded_by == by for check in self.checks):
            raise CheckedBySameOfficer("Somebody who recorded no check must decide.")
        if read != self.evidence_digest:
            raise EvidenceChanged("The checks are not those that you read: read them again.")
        if grant and (missing := self.missing()):
            raise ProfileNotMet("; ".join(missing))
        return replace(
            self,
            outcome=Outcome.GRANTED if grant else Outcome.REFUSED,
            decided_by=by,
            decided_at=at,
            reason=reason,
            version=self.version + 1,
        )

    def missing(self) -> list[str]:
        """Return, in plain words, what the tier still needs."""
        kinds = {check.kind for check in self.checks}
        needed = NEEDED[self.tier]
        missing = []
        if (level_met(self.scores) or 0) < needed:
            missing.append(f"no GPG 45 profile of level {needed.name.lower()} is met")
        if CheckKind.CALL_BACK not in kinds:
            missing.append("no call-back to an independently found contact was made")
        if CheckKind.ORGANISATION not in kinds:
            missing.append("the organisation was not confirmed")
        return missing

    def _must_be_open(self) -> None:
        if self.outcome is not Outcome.OPEN:
            raise VerificationClosed("The case was decided.")
