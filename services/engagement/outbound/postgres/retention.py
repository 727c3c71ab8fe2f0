"""How long engagement keeps what, and what enforces it."""

from typing import Final

from sqlalchemy import select

from chassis.postgres.endings import Ending
from chassis.postgres.retention import BY_PERSON, Kept
from services.engagement.outbound.postgres.tables import MESSAGES, QUESTIONS

_OF_QUESTION: Final = (
    select(QUESTIONS.c.changed_at)
    .where(QUESTIONS.c.question_id == MESSAGES.c.question_id)
    .scalar_subquery()
)
"""A message goes with its question, which counts from the last that was said or done."""

_MESSAGES: Final = Ending(table=MESSAGES, since=_OF_QUESTION)
_QUESTIONS: Final = Ending(table=QUESTIONS, since=QUESTIONS.c.changed_at)

RETENTION: Final = (
    Kept(
        retention="7 years, pseudonym on erasure",
        enforced_by=f"run_work {BY_PERSON}",
        endings=(_MESSAGES, _QUESTIONS),
    ),
    Kept(
        retention="7 years, emptied on erasure of the asker",
        enforced_by=f"run_work {BY_PERSON}",
        endings=(_MESSAGES, _QUESTIONS),
    ),
    Kept(retention="until it is given back", enforced_by="ReleaseQuestion FreeQuestions"),
)
