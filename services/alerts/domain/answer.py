"""What people answer to an alert that asks them: safe, need help, not affected."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import PUBLISHED, Alert, Status
from services.alerts.domain.errors import AnswerNotAsked, AnswersClosed, TooManyAnswers

ELSEWHERE: Final = "ELSEWHERE"
"""Where somebody counts who looks after several regions, or none: each counts in one place."""

MOST_CHANGES: Final = 100
"""How often one person may change their mind about one alert: a bound, not a rule for people."""


class Answer(Enum):
    """What somebody says of themselves and theirs."""

    SAFE = "SAFE"
    NEED_HELP = "NEED_HELP"
    NOT_AFFECTED = "NOT_AFFECTED"


class Way(Enum):
    """How an answer came."""

    LINK = "LINK"
    ACCOUNT = "ACCOUNT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """Who answers, once whatever way they come: their account, or without one their address.

    `region` is where they count on the board.
    """

    subject: str | None
    recipient_id: UUID | None
    regions: frozenset[str]

    @property
    def key(self) -> str:
        """What they are counted once by."""
        return self.subject if self.subject is not None else f"recipient:{self.recipient_id}"

    @property
    def region(self) -> str:
        """The one place where they count."""
        return region_of(self.regions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one person's answer to a thread of messages is, as it stands.

    `version` counts their answers, from 1: each is kept.
    """

    thread_id: UUID
    alert_id: UUID
    answerer: Answerer
    answer: Answer
    way: Way
    at: datetime
    version: int = 1

    def changed(self, answer: Answer, *, alert_id: UUID, way: Way, at: datetime) -> "Answered":
        """Return what stands after another answer; the same one again changes nothing.

        Raises:
            TooManyAnswers: it was changed too often.
        """
        if answer is self.answer:
            return self
        if self.version >= MOST_CHANGES:
            raise TooManyAnswers("You changed your answer too often. In danger call 999.")
        return replace(
            self, answer=answer, alert_id=alert_id, way=way, at=at, version=self.version + 1
        )


def region_of(regions: Iterable[str]) -> str:
    """Return the one place in which somebody of these regions counts."""
    found = frozenset(regions)
    return next(iter(found)) if len(found) == 1 else ELSEWHERE


def thread_of(alert: Alert) -> UUID:
    """Return the thread that answers belong to: an update of an alert is still about the same."""
    return alert.thread.thread_id


def see_that_it_asks(alert: Alert) -> None:
    """See that an alert asks for an answer, and still does.

    Raises:
        AnswerNotAsked: it does not ask.
        AnswersClosed: it ended, or is not out.
    """
    if not alert.content.asks_answer:
        raise AnswerNotAsked("This alert asks for no answer.")
    see_that_it_is_live(alert)


def see_that_it_is_live(alert: Alert) -> None:
    """See that an alert is in force.

    Raises:
        AnswersClosed: it ended, or is not out.
    """
    if alert.status is not Status.ISSUED:
        ended = alert.status in PUBLISHED
        raise AnswersClosed("The alert has ended." if ended else "The alert is not out.")


def by_account(caller: Principal) -> Answerer:
    """Return somebody who is signed in as one who answers."""
    return Answerer(subject=caller.person, recipient_id=None, regions=caller.regions)
