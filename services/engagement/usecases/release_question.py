"""Put a question back into the queue."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.question import Conversation
from services.engagement.usecases.ports import UnitOfWork
from services.engagement.usecases.reading import get_known, same_version, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseQuestion:
    """Let another expert take it; the asker's waiting goes on from where it began."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, question_id: UUID, expected_version: int
    ) -> Conversation:
        """Return the question as it stands.

        Raises:
            QuestionNotFound: there is none that the caller may know of.
            NotTheHolder: the caller does not hold it.
            StaleVersion: it changed since it was read.
            IllegalTransition: it is not held for an answer.
        """
        with self.unit_of_work() as tx:
            question = get_known(tx, caller, question_id, lock=True)
            released = question.release(by=caller.person, at=self.clock.now())
            same_version(question, expected_version)
            tx.questions.save(released)
            tx.audit.record(caller, "engagement:release", str(question_id))
            tx.outbox.add(QuestionChanged(released))
            return shown(tx, caller, released)
