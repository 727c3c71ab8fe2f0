"""Read one question with its thread."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.engagement.domain.question import Conversation
from services.engagement.usecases.ports import UnitOfWork
from services.engagement.usecases.reading import get_known, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class GetQuestion:
    """Return a question to those who may know of it."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, question_id: UUID) -> Conversation:
        """Return the question with what the caller sees of its thread.

        Raises:
            QuestionNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            return shown(tx, caller, get_known(tx, caller, question_id))
