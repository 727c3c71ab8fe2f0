"""Everything that engagement holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import HeldRow
from services.engagement.domain.question import Question
from services.engagement.usecases.ports import Stores, UnitOfWork

ASKED: Final = "answering what a person asked"
ANSWERED: Final = "accountability of who answered what"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it, with the whole thread of what they asked: all of it is about them.

        No other person is named. Nothing for a person who is not known here.
        """
        with self.unit_of_work() as tx:
            involved = tx.questions.involving(subject)
            asked = [_asked(tx, each) for each in involved if each.asker == subject]
            own = {each.question_id for each in involved if each.asker == subject}
            held = [_held(each) for each in involved if each.holder == subject]
            written: list[HeldRow] = [
                (
                    "messages",
                    ANSWERED,
                    {"question_id": question_id, "kind": message.kind.value, "text": message.text}
                    | {"said_at": message.said_at.isoformat()},
                )
                for question_id, message in tx.questions.written_by(subject)
                if question_id not in own
            ]
            return [*asked, *held, *written, *tx.plumbing.export(subject)]


def _asked(tx: Stores, question: Question) -> HeldRow:
    row = {
        "question_id": question.question_id,
        "title": question.title,
        "region": question.pool.region,
        "sector": question.pool.sector,
        "language": question.language,
        "urgent": question.urgent,
        "status": question.status.value,
        "asked_at": question.asked_at.isoformat(),
        "thread": [
            {"kind": each.kind.value, "text": each.text, "said_at": each.said_at.isoformat()}
            for each in tx.questions.thread(question.question_id)
        ],
    }
    return "questions", ASKED, row


def _held(question: Question) -> HeldRow:
    row = {"question_id": question.question_id, "status": question.status.value, "holder": True}
    return "questions", ANSWERED, row
