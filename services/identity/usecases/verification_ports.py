"""What the use cases about cases need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.check import CheckKind
from services.identity.domain.provider_check import ProviderAnswer, ProviderCheck
from services.identity.domain.tier_term import TierTerm
from services.identity.domain.verification import Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDocument:
    """That a document was shown in a case."""

    verification_id: UUID
    document_type: str
    recorded_at: datetime


class Verifications(Protocol):
    """The cases of one transaction."""

    def add(self, verification: Verification) -> None:
        """Keep a new case.

        Raises:
            VerificationOpen: the person has one of which officers have something to do.
        """
        ...

    def get(self, verification_id: UUID, *, lock: bool = False) -> Verification:
        """Return a case.

        Raises:
            VerificationNotFound: there is none.
        """
        ...

    def newest_of(self, subject: str, *, lock: bool = False) -> Verification | None:
        """Return a person's newest case, or None."""
        ...

    def save(self, verification: Verification) -> None:
        """Keep the next version of a case.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def open_page(self, *, after: Place | None, size: int) -> Sequence[Verification]:
        """Return cases that wait for officers, oldest first, at most `size`."""
        ...

    def decided_before(self, at: datetime, *, most: int) -> Sequence[UUID]:
        """Return the ids of cases that were decided, or withdrawn, before then, oldest first."""
        ...

    def forget(self, verification_id: UUID) -> None:
        """Delete a case and what providers were asked about it."""
        ...

    def claims_of(self, officer: str, at: datetime) -> int:
        """Return on how many cases an officer works."""
        ...

    def showing(
        self, number_digests: Collection[str], *, without: str, most: int
    ) -> Sequence[SeenDocument]:
        """Return where these documents were shown by others than a person, oldest first."""
        ...


class TierTerms(Protocol):
    """How long tiers last, on one transaction."""

    def find(self, subject: str) -> TierTerm | None:
        """Return a person's term, or None."""
        ...

    def save(self, term: TierTerm) -> None:
        """Keep a person's term, in the place of what was there."""
        ...

    def remove(self, subject: str) -> None:
        """Forget a person's term."""
        ...

    def due(self, at: datetime, *, most: int) -> Sequence[TierTerm]:
        """Return terms that are over, or of which a warning is due, soonest first."""
        ...


class ProviderChecks(Protocol):
    """What providers are asked, on one transaction."""

    def add(self, check: ProviderCheck) -> None:
        """Keep a question."""
        ...

    def claim(self, now: datetime) -> ProviderCheck | None:
        """Return the oldest question that is due, locked, leaving those that others hold."""
        ...

    def save(self, check: ProviderCheck) -> None:
        """Keep how a question goes on."""
        ...

    def of_case(self, verification_id: UUID) -> Sequence[ProviderCheck]:
        """Return the questions of a case, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a provider is told: no more than it needs."""

    reference: UUID
    kind: CheckKind
    given_name: str
    family_name: str
    document_type: str
    issuer: str
    document_number: str


class EvidenceProvider(Protocol):
    """Says whether a document or a name is sound."""

    def ask(self, question: Question) -> ProviderAnswer | None:
        """Return what it found, or None where an officer does this by hand.

        Raises:
            ProviderUnavailable: it does not answer; the same reference may be asked again.
            ProviderAnswerBad: what it answered cannot be.
        """
        ...
