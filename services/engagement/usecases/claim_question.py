"""Claim a question."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.question import Conversation
from services.engagement.usecases.ports import UnitOfWork
from services.engagement.usecases.reading import get_known, same_version, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuestion:
    """Give a question to one expert alone."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, question_id: UUID, expected_version: int
    ) -> Conversation:
        """Return the question as it stands.

        That another holds it is said before that the version is old: of two who claim at once the
        second learns why.

        Raises:
            QuestionNotFound: there is none that the caller may know of.
            OwnQuestion: the caller asked it.
            QuestionHeld: another expert holds it, and is not late.
            StaleVersion: it changed since it was read.
            IllegalTransition: it is the caller's already, or no answer is awaited.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            question = get_known(tx, caller, question_id, lock=True)
            claimed = question.claim(by=caller.person, at=now)
            same_version(question, expected_version)
            tx.questions.save(claimed)
            taken_over = question.holder is not None
            tx.audit.record(caller, "engagement:claim", str(question_id), taken_over=taken_over)
            used = Used(
                caller=caller,
                metric="engagement.question_claimed",
                at=now,
                detail=claimed.pool.sector,
            )
            tx.outbox.add(QuestionChanged(claimed), used)
            return shown(tx, caller, claimed)
