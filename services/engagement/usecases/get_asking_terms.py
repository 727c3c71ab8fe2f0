"""What to know before asking."""

from dataclasses import dataclass

from services.engagement.domain.answer_clock import AnswerClock
from services.engagement.domain.emergency import EmergencyAdvice, advice


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingTerms:
    """The emergency words, how long answers take, how much one person may ask."""

    emergency: EmergencyAdvice
    answer_working_days: int
    most_open_questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAskingTerms:
    """Say what everyone should know before they ask."""

    answer_clock: AnswerClock
    most_open: int

    def __call__(self, *, language: str) -> AskingTerms:
        """Return it in a language that we have."""
        return AskingTerms(
            emergency=advice(language, urgent=False),
            answer_working_days=self.answer_clock.working_days,
            most_open_questions=self.most_open,
        )
