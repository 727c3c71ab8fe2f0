"""Break every link between engagement and a person."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.engagement.domain.events import QuestionChanged
from services.engagement.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseSubject:
    """Let a person's questions go with their words (UK GDPR article 17).

    What experts answered stays as the record of what was advised; an expert who is erased leaves
    their answers behind under a pseudonym, and what they held to the others.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, subject: str) -> int:
        """Return the number of rows that changed; doing it again changes none."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            pseudonym, changed = tx.audit.forget(subject)
            for question in tx.questions.involving(subject, lock=True):
                gone = (
                    question.forgotten(pseudonym, at=now)
                    if question.asker == subject
                    else question.left(at=now)
                )
                tx.questions.save(gone)
                tx.outbox.add(QuestionChanged(gone))
                changed += 1
            changed += tx.questions.forget_author(subject, pseudonym)
            changed += tx.plumbing.erase(subject)
            if changed:
                tx.audit.record(ANONYMOUS, "engagement:erase", pseudonym, rows=changed)
        return changed
