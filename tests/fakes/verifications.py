"""Cases, terms and questions to providers, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import VerificationNotFound, VerificationOpen
from services.identity.domain.provider_check import (
    ProviderAnswer,
    ProviderCheck,
    ProviderCheckState,
)
from services.identity.domain.tier_term import TierTerm
from services.identity.domain.verification import Verification
from services.identity.usecases.verification_ports import Question, SeenDocument


@dataclass
class MemoryVerifications:
    """Cases in a dictionary."""

    kept: dict[UUID, Verification] = field(default_factory=dict)

    def add(self, verification: Verification) -> None:
        if any(c.waiting and c.subject == verification.subject for c in self.kept.values()):
            raise VerificationOpen("Your case is open already.")
        self.kept[verification.verification_id] = verification

    def get(self, verification_id: UUID, *, lock: bool = False) -> Verification:
        if verification_id not in self.kept:
            raise VerificationNotFound("There is no such case.")
        return self.kept[verification_id]

    def newest_of(self, subject: str, *, lock: bool = False) -> Verification | None:
        cases = [case for case in self.kept.values() if case.subject == subject]
        return max(cases, key=lambda case: case.opened_at, default=None)

    def save(self, verification: Verification) -> None:
        if self.kept[verification.verification_id].version != verification.version - 1:
            raise StaleVersion("The case changed meanwhile: read it again.")
        self.kept[verification.verification_id] = verification

    def open_page(self, *, after: Place | None, size: int) -> Sequence[Verification]:
        found = [
            case
            for case in sorted(self.kept.values(), key=lambda c: (c.opened_at, c.verification_id))
            if case.waiting
            and (
                after is None or (case.opened_at, case.verification_id) > (after.at, after.item_id)
            )
        ]
        return found[:size]

    def decided_before(self, at: datetime, *, most: int) -> Sequence[UUID]:
        over = [
            case
            for case in self.kept.values()
            if not case.waiting and case.decided_at is not None and case.decided_at < at
        ]
        return [
            case.verification_id
            for case in sorted(over, key=lambda each: str(each.decided_at))[:most]
        ]

    def forget(self, verification_id: UUID) -> None:
        self.kept.pop(verification_id, None)

    def claims_of(self, officer: str, at: datetime) -> int:
        return sum(
            case.waiting and case.claimed_by == officer and case.claim_holds(at)
            for case in self.kept.values()
        )

    def showing(
        self, number_digests: Collection[str], *, without: str, most: int
    ) -> Sequence[SeenDocument]:
        return [
            SeenDocument(
                verification_id=case.verification_id,
                document_type=check.document_type,
                recorded_at=check.recorded_at,
            )
            for case in sorted(self.kept.values(), key=lambda each: each.opened_at)
            if case.subject != without
            for check in case.checks
            if check.number_digest and check.number_digest in number_digests
        ][:most]


@dataclass
class MemoryTierTerms:
    """Terms in a dictionary."""

    kept: dict[str, TierTerm] = field(default_factory=dict)

    def find(self, subject: str) -> TierTerm | None:
        return self.kept.get(subject)

    def save(self, term: TierTerm) -> None:
        self.kept[term.subject] = term

    def remove(self, subject: str) -> None:
        self.kept.pop(subject, None)

    def due(self, at: datetime, *, most: int) -> Sequence[TierTerm]:
        found = [t for t in self.kept.values() if t.over(at) or t.warning_due(at) is not None]
        return sorted(found, key=lambda each: (each.until, each.subject))[:most]


@dataclass
class MemoryProviderChecks:
    """Questions in a dictionary."""

    kept: dict[UUID, ProviderCheck] = field(default_factory=dict)

    def add(self, check: ProviderCheck) -> None:
        self.kept[check.provider_check_id] = check

    def claim(self, now: datetime) -> ProviderCheck | None:
        due = [
            each
            for each in self.kept.values()
            if each.state is ProviderCheckState.WAITING and each.due_at <= now
        ]
        return min(due, key=lambda each: (each.due_at, each.provider_check_id), default=None)

    def save(self, check: ProviderCheck) -> None:
        self.kept[check.provider_check_id] = check

    def of_case(self, verification_id: UUID) -> Sequence[ProviderCheck]:
        found = [each for each in self.kept.values() if each.verification_id == verification_id]
        return sorted(found, key=lambda each: (each.asked_at, each.provider_check_id))


@dataclass
class ScriptedProvider:
    """Answers as a test says, and remembers what it was asked."""

    answers: list[ProviderAnswer | Exception | None] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> ProviderAnswer | None:
        self.asked.append(question)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer
