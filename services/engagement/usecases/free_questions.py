"""Free what somebody holds who does not answer any more."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.engagement.domain.events import QuestionChanged
from services.engagement.usecases.ports import UnitOfWork

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeQuestions:
    """Give a leaver's questions back, so that none is held by somebody who cannot answer."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, subject: str) -> int:
        """Return how many were freed; none for an expert, and none when it is done again.

        What was answered stays so: a follow-up to it goes to the queue.

        Raises:
            StaleVersion: somebody changed one meanwhile; nothing was done, it must be done again.
        """
        freed = 0
        with self.unit_of_work() as tx:
            if tx.experts.answers(subject):
                return 0
            while held := tx.questions.held_by(subject, after=None, size=_AT_ONCE):
                for question in held:
                    free = question.left(at=self.clock.now())
                    tx.questions.save(free)
                    tx.audit.record(ANONYMOUS, "engagement:free", str(question.question_id))
                    tx.outbox.add(QuestionChanged(free))
                freed += len(held)
        return freed
