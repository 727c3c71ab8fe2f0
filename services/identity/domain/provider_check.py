"""A question to a provider of evidence, asked until it is answered, and counted once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from services.identity.domain.check import Check, CheckKind

ASKABLE: Final = frozenset({CheckKind.EVIDENCE, CheckKind.ACTIVITY, CheckKind.FRAUD})
"""What a provider can say; whether the person is the document's, an officer sees."""

PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800))
"""How long is waited after each time without success; after the last there is no other."""

MOST_A_CASE: Final = 20


class ProviderCheckState(Enum):
    """Where a question stands."""

    WAITING = "WAITING"
    ANSWERED = "ANSWERED"
    BY_HAND = "BY_HAND"  # no provider does this here
    FAILED = "FAILED"
    DROPPED = "DROPPED"  # the case was decided meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAnswer:
    """What a provider found: scores as GPG 45 defines them; of each kind its own."""

    strength: int = 0
    validity: int = 0
    score: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCheck:
    """One question. Its id is what the provider knows it by, so that it too counts it once."""

    provider_check_id: UUID
    verification_id: UUID
    subject: str
    kind: CheckKind
    document_type: str = ""
    issuer: str = ""
    document_number: str = ""
    number_digest: str = ""
    asked_by: str
    asked_at: datetime
    due_at: datetime
    state: ProviderCheckState = ProviderCheckState.WAITING
    tries: int = 0

    def settled(self, state: ProviderCheckState) -> "ProviderCheck":
        """Ask no more, and forget the number."""
        return replace(self, state=state, document_number="")

    def unanswered(self, at: datetime) -> "ProviderCheck":
        """Ask again later, or give up."""
        if self.tries >= len(PAUSES):
            return replace(self.settled(ProviderCheckState.FAILED), tries=self.tries + 1)
        return replace(self, tries=self.tries + 1, due_at=at + PAUSES[self.tries])

    def check(self, answer: ProviderAnswer, at: datetime) -> Check:
        """Return the check that an answer is, in the name of the officer who had it asked."""
        return Check(
            kind=self.kind,
            document_type=self.document_type,
            issuer=self.issuer,
            number_digest=self.number_digest,
            strength=answer.strength,
            validity=answer.validity,
            score=answer.score,
            provider_check=self.provider_check_id,
            recorded_by=self.asked_by,
            recorded_at=at,
        )
