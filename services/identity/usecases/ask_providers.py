"""Ask providers of evidence what officers want to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.identity.domain.provider_check import ProviderCheck, ProviderCheckState
from services.identity.domain.verification_errors import ProviderAnswerBad, ProviderUnavailable
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.verification_ports import EvidenceProvider, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class AskProviders:
    """Ask what is due, each question in a transaction of its own.

    The question's id goes along, so that a provider that is asked again knows it; its answer and
    that it was answered are one transaction, so that it counts once.
    """

    unit_of_work: UnitOfWork
    provider: EvidenceProvider
    clock: Clock

    def __call__(self) -> int:
        """Return how many questions were answered; ends when none is due."""
        answered = 0
        while (state := self._one()) is not None:
            answered += state is ProviderCheckState.ANSWERED
        return answered

    def _one(self) -> ProviderCheckState | None:
        with self.unit_of_work() as tx:
            now = self.clock.now()
            asked = tx.provider_checks.claim(now)
            if asked is None:
                return None
            after = self._after(tx, asked, now)
            tx.provider_checks.save(after)
            return after.state

    def _after(self, tx: Stores, asked: ProviderCheck, at: datetime) -> ProviderCheck:
        """Return how the question goes on; an answer is on the case by then."""
        if not tx.verifications.get(asked.verification_id).waiting:
            return asked.settled(ProviderCheckState.DROPPED)
        try:
            answer = self.provider.ask(_question(tx, asked))
        except (ProviderUnavailable, ProviderAnswerBad):
            return asked.unanswered(at)
        if answer is None:
            return asked.settled(ProviderCheckState.BY_HAND)
        case = tx.verifications.get(asked.verification_id, lock=True)
        if not case.waiting:
            return asked.settled(ProviderCheckState.DROPPED)
        checked = case.with_check(asked.check(answer, at))
        if checked is not case:
            tx.verifications.save(checked)
        tx.audit.record(
            ANONYMOUS,
            "identity:provider-answered",
            str(case.verification_id),
            checked.evidence_digest,
            kind=asked.kind.value,
        )
        return asked.settled(ProviderCheckState.ANSWERED)


def _question(tx: Stores, asked: ProviderCheck) -> Question:
    profile = tx.subscribers.get(asked.subject).profile
    return Question(
        reference=asked.provider_check_id,
        kind=asked.kind,
        given_name=profile.given_name,
        family_name=profile.family_name,
        document_type=asked.document_type,
        issuer=asked.issuer,
        document_number=asked.document_number,
    )
