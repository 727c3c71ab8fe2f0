"""Tell everyone again of every question."""

from dataclasses import dataclass

from services.engagement.domain.events import QuestionChanged
from services.engagement.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishQuestions:
    """Put a snapshot of every question into the outbox again."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many were put there."""
        count = 0
        with self.unit_of_work() as tx:
            for question in tx.questions.everything():
                tx.outbox.again(QuestionChanged(question))
                count += 1
        return count
