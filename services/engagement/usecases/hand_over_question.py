"""Pass a question to other experts."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from kernel.principals import Principal
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.pools import Pool
from services.engagement.domain.question import Conversation
from services.engagement.domain.thread import LONGEST, Kind, tidied, violations
from services.engagement.usecases.ports import UnitOfWork
from services.engagement.usecases.reading import get_known, same_version, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverQuestion:
    """Let the experts of another region or sector answer, with a note that they alone read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        question_id: UUID,
        expected_version: int,
        region: str,
        sector: str,
        note: str,
    ) -> Conversation:
        """Return the question as it stands; an empty region or sector means the one it has.

        Raises:
            QuestionNotFound: there is none that the caller may know of.
            Invalid: a part breaks a rule, or the question is there already; each field is named.
            NotTheHolder: the caller does not hold it.
            StaleVersion: it changed since it was read.
            IllegalTransition: it is not held for an answer.
            ThreadFull: the thread takes no more notes.
        """
        said = tidied(note)
        with self.unit_of_work() as tx:
            question = get_known(tx, caller, question_id, lock=True)
            to = Pool(region or question.pool.region, sector or question.pool.sector)
            wrong = [*to.violations(), *violations("note", said, LONGEST[Kind.NOTE])]
            if to == question.pool:
                wrong.append(Violation("region", "names the experts who have it: release it"))
            if wrong:
                raise Invalid(*wrong)
            at = self.clock.now()
            passed, message = question.hand_over(to=to, note=said, by=caller.person, at=at)
            same_version(question, expected_version)
            tx.questions.save(passed, message)
            tx.audit.record(
                caller,
                "engagement:hand-over",
                str(question_id),
                region=to.region,
                sector=to.sector,
            )
            tx.outbox.add(QuestionChanged(passed))
            return shown(tx, caller, passed)
