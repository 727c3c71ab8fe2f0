"""A person's case with the verification officers: checks by one, the decision by another."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from kernel.digests import Digest, digest_of
from kernel.tiers import Tier
from services.identity.domain.check import MOST_CHECKS, SCORED, CallOutcome, Check, CheckKind
from services.identity.domain.documents import documents_of
from services.identity.domain.errors import (
    CheckedBySameOfficer,
    EvidenceChanged,
    OwnVerification,
    ProfileNotMet,
    VerificationClosed,
)
from services.identity.domain.gpg45 import RULE_VERSION, Level, Scores, level_met, profiles_met
from services.identity.domain.refusal import MISSING_WORDS, Missing, RefusalReason
from services.identity.domain.verification_errors import (
    AppealNeedsAnother,
    AppealTooLate,
    NothingToAppeal,
    SecondReviewerNeeded,
    SelfSponsorship,
    SponsorNotWanted,
    TooManyChecks,
    VerificationClaimed,
    VerificationNotClaimed,
)
from services.identity.domain.verification_lifecycle import TRANSITIONS, WAITING, Outcome

NEEDED: Final = {Tier.VERIFIED: Level.MEDIUM, Tier.TRUSTED: Level.HIGH}
"""The level of confidence that each tier asks for."""

CLAIM_LASTS: Final = timedelta(hours=1)
APPEAL_WITHIN: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsorship:
    """That somebody vouches for the person of a case."""

    by: str
    at: datetime
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """That a refusal is to be looked at again, by somebody other than who refused."""

    refused_by: str
    at: datetime
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One case. Every change has the next `version`."""

    verification_id: UUID
    subject: str
    tier: Tier
    outcome: Outcome
    checks: tuple[Check, ...]
    opened_at: datetime
    version: int
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    sponsorship: Sponsorship | None = None
    proposed_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    refusal_reasons: frozenset[RefusalReason] = frozenset()
    appeal: Appeal | None = None

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
    def waiting(self) -> bool:
        """Whether officers have something to do."""
        return self.outcome in WAITING

    @property
    def recorders(self) -> frozenset[str]:
        """Who recorded a check of it."""
        return frozenset(check.recorded_by for check in self.checks)

    @property
    def scores(self) -> Scores:
        """What the checks add up to: the best of each part, readings by document."""
        best = dict.fromkeys(SCORED, 0)
        for check in self.checks:
            if check.kind in SCORED:
                best[check.kind] = max(best[check.kind], check.score)
        return Scores(
            documents=documents_of(self.checks),
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
        """The digest that a decision names: the case, the rules, who vouches, every check."""
        vouched = self.sponsorship
        return digest_of(
            {
                "digest_version": 2,
                "verification_id": str(self.verification_id),
                "tier": self.tier.name,
                "rules": RULE_VERSION,
                "sponsor": [vouched.by, vouched.statement] if vouched else [],
                "checks": [check.said for check in self.checks],
            }
        )

    def claim_holds(self, at: datetime) -> bool:
        """Tell whether an officer works on it: a claim lapses by itself."""
        return self.claimed_until is not None and at < self.claimed_until

    def claimed(self, *, by: str, at: datetime) -> "Verification":
        """Work on it for the next hour; who does so already goes on for another.

        Raises:
            OwnVerification: `by` is the person.
            VerificationClosed: the case was decided.
            VerificationClaimed: another officer works on it.
        """
        self.see_open_to(by, at)
        return self._with(claimed_by=by, claimed_until=at + CLAIM_LASTS)

    def released(self, *, by: str, at: datetime) -> "Verification":
        """Let others work on it.

        Raises:
            VerificationNotClaimed: `by` does not work on it.
        """
        if self.claimed_by != by or not self.claim_holds(at):
            raise VerificationNotClaimed("You are not working on this case.")
        return self._with(claimed_by=None, claimed_until=None)

    def with_check(self, check: Check) -> "Verification":
        """Add a check; what a provider found is added once. A proposal that stands is taken back.

        Raises:
            OwnVerification: the officer is the person.
            VerificationClosed: the case was decided.
            VerificationClaimed: another officer works on it.
            TooManyChecks: it has as many as one may have.
        """
        asked = check.provider_check
        if asked is None:
            self.see_open_to(check.recorded_by, check.recorded_at)
        else:  # an answer that was asked for earlier waits for nobody's claim
            self._must_be_open()
            if any(each.provider_check == asked for each in self.checks):
                return self
        if len(self.checks) >= MOST_CHECKS:
            raise TooManyChecks("The case has as many checks as one may have.")
        return self._with_more(checks=(*self.checks, check))

    def sponsored(self, *, by: str, statement: str, at: datetime) -> "Verification":
        """Let somebody vouch for the person, once.

        Raises:
            SelfSponsorship: `by` is the person.
            VerificationClosed: the case was decided.
            SponsorNotWanted: the tier needs none, or somebody vouches already.
        """
        if by == self.subject:
            raise SelfSponsorship("You cannot vouch for yourself.")
        self._must_be_open()
        if self.tier is not Tier.TRUSTED or self.sponsorship is not None:
            raise SponsorNotWanted("Nobody needs to vouch for this person now.")
        return self._with_more(sponsorship=Sponsorship(by=by, at=at, statement=statement))

    def decided(
        self,
        *,
        by: str,
        grant: bool,
        read: bytes,
        reason: str,
        at: datetime,
        because: frozenset[RefusalReason] = frozenset(),
        seated: bool = False,
    ) -> "Verification":
        """Grant or refuse the tier, on the word of someone who recorded no check of this case.

        The highest tier is proposed by the first who would grant it, and given by a second.

        Raises:
            OwnVerification: `by` is the person.
            VerificationClosed: the case was decided.
            VerificationClaimed: another officer works on it.
            CheckedBySameOfficer: `by` recorded a check.
            SecondReviewerNeeded: `by` proposed it.
            AppealNeedsAnother: `by` refused it.
            EvidenceChanged: `read` is not the digest of the checks that stand.
            ProfileNotMet: a grant that the checks do not carry.
        """
        self.see_open_to(by, at)
        self._must_be_another(by)
        if read != self.evidence_digest:
            raise EvidenceChanged("The checks are not those that you read: read them again.")
        if not grant:
            to = Outcome.UPHELD if self.appeal else Outcome.REFUSED
            refused = self._moved_to(to, decided_by=by, decided_at=at, reason=reason)
            return replace(refused, refusal_reasons=because)
        if missing := self.missing(seated=seated):
            raise ProfileNotMet("; ".join(MISSING_WORDS[each] for each in missing))
        if self.tier is Tier.TRUSTED and self.outcome is not Outcome.PROPOSED:
            return self._moved_to(Outcome.PROPOSED, proposed_by=by, reason=reason)
        return self._moved_to(
            Outcome.GRANTED,
            decided_by=by,
            decided_at=at,
            reason=reason,
            refusal_reasons=frozenset(),
        )

    def appealed(self, *, grounds: str, at: datetime) -> "Verification":
        """Ask that another officer looks at a refusal.

        Raises:
            NothingToAppeal: it was not refused, or its appeal was decided.
            AppealTooLate: 30 days are over.
        """
        if self.outcome is not Outcome.REFUSED or self.decided_at is None:
            raise NothingToAppeal("There is no refusal to appeal.")
        if at > self.decided_at + APPEAL_WITHIN:
            raise AppealTooLate("A refusal may be appealed for 30 days.")
        return self._moved_to(
            Outcome.APPEALED,
            appeal=Appeal(refused_by=self.decided_by or "", at=at, grounds=grounds),
            decided_by=None,
            decided_at=None,
        )

    def withdrawn(self, at: datetime) -> "Verification":
        """Ask for the tier no more.

        Raises:
            VerificationClosed: the case was decided.
        """
        self._must_be_open()
        return self._moved_to(Outcome.WITHDRAWN, decided_at=at)

    def missing(self, *, seated: bool = False) -> tuple[Missing, ...]:
        """Return what the tier still needs; `seated` says that the person sits in a seat."""
        calls = [each.call_outcome for each in self.checks if each.kind is CheckKind.CALL_BACK]
        answered = [each for each in calls if each is not CallOutcome.NO_ANSWER]
        wanting = {
            Missing.PROFILE: (level_met(self.scores) or 0) < NEEDED[self.tier],
            Missing.CALL_BACK: not answered,
            Missing.CALL_BACK_DENIED: answered[-1:] == [CallOutcome.DENIED],
            Missing.ORGANISATION: all(
                each.kind is not CheckKind.ORGANISATION for each in self.checks
            ),
            Missing.SPONSOR: self.tier is Tier.TRUSTED and not seated and self.sponsorship is None,
        }
        return tuple(each for each, is_missing in wanting.items() if is_missing)

    def see_open_to(self, by: str, at: datetime) -> None:
        """See that an officer may work on it now.

        Raises:
            OwnVerification: `by` is the person.
            VerificationClosed: the case was decided.
            VerificationClaimed: another officer works on it.
        """
        if by == self.subject:
            raise OwnVerification("You cannot handle your own case.")
        self._must_be_open()
        if self.claimed_by != by and self.claim_holds(at):
            raise VerificationClaimed("Another officer is working on this case.")

    def _must_be_open(self) -> None:
        if not self.waiting:
            raise VerificationClosed("The case was decided.")

    def _must_be_another(self, by: str) -> None:
        if by in self.recorders:
            raise CheckedBySameOfficer("Somebody who recorded no check must decide.")
        if by == self.proposed_by:
            raise SecondReviewerNeeded("A second reviewer must agree to what you proposed.")
        if self.appeal is not None and by == self.appeal.refused_by:
            raise AppealNeedsAnother("Somebody else must decide the appeal.")

    def _with_more(self, **changed: Any) -> "Verification":
        """Add to what a decision stands on. A proposal that was made on less is taken back."""
        if self.outcome is not Outcome.PROPOSED:
            return self._with(**changed)
        back = Outcome.APPEALED if self.appeal else Outcome.OPEN
        return self._moved_to(back, proposed_by=None, reason="", **changed)

    def _moved_to(self, outcome: Outcome, **changed: Any) -> "Verification":
        if outcome not in TRANSITIONS[self.outcome]:
            raise VerificationClosed("The case was decided.")
        return self._with(outcome=outcome, claimed_by=None, claimed_until=None, **changed)

    def _with(self, **changed: Any) -> "Verification":
        return replace(self, version=self.version + 1, **changed)
