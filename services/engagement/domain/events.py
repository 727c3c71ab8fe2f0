"""What happened, for others to know."""

from dataclasses import dataclass

from kernel.usage import Used
from services.engagement.domain.question import Question


@dataclass(frozen=True, slots=True)
class QuestionChanged:
    """A question changed in any way."""

    question: Question


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """An expert answered, so that the asker has something to read."""

    question: Question


Event = QuestionChanged | QuestionAnswered | Used
