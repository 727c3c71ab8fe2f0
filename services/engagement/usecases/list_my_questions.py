"""Read a page of one's own questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.engagement.domain.question import Question
from services.engagement.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyQuestions:
    """Return the questions that the caller asked, newest first."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[Question], Place | None]:
        """Return a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.questions.asked_by(caller.person, after=after, size=size + 1)
        page = found[:size]
        if len(found) <= size:
            return page, None
        return page, Place(page[-1].asked_at, page[-1].question_id)
