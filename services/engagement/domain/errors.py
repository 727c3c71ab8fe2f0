"""The facts for which engagement refuses."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unmet


class QuestionNotFound(NotFound):
    """There is no such question, or the caller may not know of it."""

    reason = "QUESTION_NOT_FOUND"


class QuestionHeld(Conflict):
    """Another expert holds the question."""

    reason = "QUESTION_HELD"


class NotTheHolder(Denied):
    """Only the expert who holds the question may do this."""

    reason = "NOT_THE_HOLDER"


class OwnQuestion(Denied):
    """Nobody answers what they asked themselves."""

    reason = "OWN_QUESTION"


class IllegalTransition(Unmet):
    """The question is not at the point of its life where this can be done."""

    reason = "ILLEGAL_TRANSITION"


class ThreadFull(Unmet):
    """The thread has as many messages as it may have."""

    reason = "THREAD_FULL"


class TooManyOpenQuestions(Exhausted):
    """The asker has as many questions under way as they may have."""

    reason = "TOO_MANY_OPEN_QUESTIONS"
