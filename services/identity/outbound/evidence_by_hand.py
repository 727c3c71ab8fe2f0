"""No provider of evidence: officers check by hand."""

from dataclasses import dataclass

from services.identity.domain.provider_check import ProviderAnswer
from services.identity.usecases.verification_ports import Question


@dataclass(frozen=True, slots=True)
class EvidenceByHand:
    """Says of every question that an officer does it."""

    def ask(self, question: Question) -> ProviderAnswer | None:  # noqa: ARG002 - nobody is told
        """Return nothing: a person looks."""
        return None
