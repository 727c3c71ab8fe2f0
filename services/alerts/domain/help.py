"""People who need help, and the named queues that answer them while somebody is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.places import REGIONS
from services.alerts.domain.answer import Answered, Answerer
from services.alerts.domain.errors import HeldByAnother, HelpClosed, NotStaffed

NATIONAL: Final = "NATIONAL"
"""The queue for everyone, whatever their region."""

QUEUES: Final = frozenset({NATIONAL, *REGIONS})
LONGEST_SHIFT: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """An officer's word that they answer a queue until a moment."""

    staffing_id: UUID
    queue: str
    officer: str
    since: datetime
    until: datetime
    version: int = 1
    left_at: datetime | None = None

    def standing(self, at: datetime) -> bool:
        """Tell whether somebody is there."""
        return self.left_at is None and at < self.until

    def left(self, at: datetime) -> "Staffing":
        """Return it ended.

        Raises:
            NotStaffed: it ended before.
        """
        if not self.standing(at):
            raise NotStaffed("You are not at this queue any more.")
        return replace(self, left_at=at, version=self.version + 1)


class HelpState(Enum):
    """Where a call for help stands."""

    WAITING = "WAITING"
    TAKEN = "TAKEN"
    CLOSED = "CLOSED"


class HelpOutcome(Enum):
    """How a call for help ended. No free text: it could carry names."""

    HELPED = "HELPED"
    PASSED_TO_999 = "PASSED_TO_999"
    NOT_REACHED = "NOT_REACHED"
    CHANGED_MIND = "CHANGED_MIND"
    """They said themselves that they need no help any more, before anybody took it."""


BY_OFFICERS: Final = frozenset(
    {HelpOutcome.HELPED, HelpOutcome.PASSED_TO_999, HelpOutcome.NOT_REACHED}
)

TRANSITIONS: Final[dict[HelpState, frozenset[HelpState]]] = {
    HelpState.WAITING: frozenset({HelpState.TAKEN, HelpState.CLOSED}),
    HelpState.TAKEN: frozenset({HelpState.TAKEN, HelpState.CLOSED}),
    HelpState.CLOSED: frozenset(),
}
"""The whole life. What is taken may be taken over: whoever had it may have gone home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRequest:
    """One person's call for help about one thread of messages."""

    help_id: UUID
    thread_id: UUID
    alert_id: UUID
    answerer: Answerer
    queue: str
    call_back: str = field(repr=False)
    asked_at: datetime
    state: HelpState = HelpState.WAITING
    version: int = 1
    taken_by: str | None = None
    taken_at: datetime | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    outcome: HelpOutcome | None = None

    @classmethod
    def asked(
        cls, help_id: UUID, answered: Answered, *, queue: str, call_back: str, at: datetime
    ) -> "HelpRequest":
        """Return the call that an answer is."""
        return cls(
            help_id=help_id,
            thread_id=answered.thread_id,
            alert_id=answered.alert_id,
            answerer=answered.answerer,
            queue=queue,
            call_back=call_back,
            asked_at=at,
        )

    def take(self, *, by: str, at: datetime) -> "HelpRequest":
        """Return it in an officer's hands; whoever had it before has it no more.

        Raises:
            HelpClosed: it is closed.
        """
        return replace(self._moved_to(HelpState.TAKEN), taken_by=by, taken_at=at)

    def close(self, outcome: HelpOutcome, *, by: str, at: datetime) -> "HelpRequest":
        """Return it closed by the officer who has it.

        Raises:
            HelpClosed: it is closed already.
            HeldByAnother: somebody else has it, or nobody.
        """
        closed = self._moved_to(HelpState.CLOSED)
        if self.taken_by != by:
            raise HeldByAnother("Take it first: whoever closes it has spoken to them.")
        return replace(closed, closed_by=by, closed_at=at, outcome=outcome)

    def reached_on(self, call_back: str) -> "HelpRequest":
        """Return it with another number, if one was given."""
        if call_back in {"", self.call_back}:
            return self
        return replace(self, call_back=call_back, version=self.version + 1)

    def withdrawn(self, at: datetime) -> "HelpRequest":
        """Return it after its person said that they need no help any more.

        What an officer has stays theirs: they hear of it, and close it themselves.
        """
        if self.state is not HelpState.WAITING:
            return self
        closed = self._moved_to(HelpState.CLOSED)
        return replace(closed, closed_at=at, outcome=HelpOutcome.CHANGED_MIND)

    def _moved_to(self, state: HelpState) -> "HelpRequest":
        if state not in TRANSITIONS[self.state]:
            raise HelpClosed("This call for help is closed.")
        return replace(self, state=state, version=self.version + 1)


def queue_for(regions: Iterable[str], staffed: Iterable[Staffing], at: datetime) -> str | None:
    """Return the staffed queue that answers people of these regions, the nearest; None if none."""
    there = {each.queue for each in staffed if each.standing(at)}
    near = sorted(there & frozenset(regions))
    if near:
        return near[0]
    return NATIONAL if NATIONAL in there else None
