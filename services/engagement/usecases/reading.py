"""What every verb does first: find the question for this caller, at the version they read."""

from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.engagement.domain.errors import QuestionNotFound
from services.engagement.domain.pools import ANSWERING, Desk, Expert
from services.engagement.domain.question import Conversation, Question
from services.engagement.usecases.ports import Stores


def get_known(tx: Stores, reader: Principal, question_id: UUID, *, lock: bool = False) -> Question:
    """Return a question that a person may know of: its asker, its holder, those it is routed to.

    Raises:
        QuestionNotFound: there is none, or the person may not know of it; the two look the same.
    """
    question = tx.questions.get(question_id, lock=lock)
    if question.asker == reader.person:
        return question
    if reader.may(ANSWERING) and (
        question.holder == reader.person or desk_of(tx, reader).sees(question.pool, question.asker)
    ):
        return question
    raise QuestionNotFound("There is no such question.")


def get_own(tx: Stores, asker: Principal, question_id: UUID) -> Question:
    """Return a question that a person asked themselves, locked.

    Raises:
        QuestionNotFound: there is none, or somebody else asked it.
    """
    question = tx.questions.get(question_id, lock=True)
    if question.asker != asker.person:
        raise QuestionNotFound("There is no such question.")
    return question


def desk_of(tx: Stores, expert: Principal) -> Desk:
    """Return what an expert sees of the queue at this moment."""
    return Desk.of(Expert.of(expert), tx.experts.all())


def same_version(question: Question, expected: int) -> None:
    """See that the caller read the version that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if question.version != expected:
        raise StaleVersion("The question changed since you read it: read it again.")


def shown(tx: Stores, reader: Principal, question: Question) -> Conversation:
    """Return a question with its thread; notes between experts are not for its asker."""
    messages = tx.questions.thread(question.question_id)
    return Conversation.shown_to(reader.person, question, messages)
