"""A ping: a message that says nothing, for its owners to see whether their endpoint works."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.alerts.domain.delivery import WHY_LONGEST, HandOver, Outcome, State

MOST_IN_A_MINUTE: Final = 5
MINUTE: Final = timedelta(minutes=1)
LOST_AFTER: Final = timedelta(minutes=1)
"""A ping whose sender did not come back by then: nobody knows what became of it."""

_BECOMES: Final = {
    Outcome.TAKEN: State.SENT,
    Outcome.UNKNOWN: State.UNKNOWN,
    Outcome.NO_ADDRESS: State.PERMANENT,
    Outcome.REFUSED: State.PERMANENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """One ping. It is tried once: who looks at the log asks for another."""

    ping_id: UUID
    webhook_id: UUID
    asked_at: datetime
    state: State = State.QUEUED
    begun_at: datetime | None = None
    handed_at: datetime | None = None
    why: str = ""

    def begun(self, at: datetime) -> "Ping":
        """Return it as one that is handed over from now on."""
        return replace(self, state=State.SENDING, begun_at=at)

    def settled(self, hand_over: HandOver, at: datetime) -> "Ping":
        """Return it after its hand-over."""
        had = hand_over.outcome in {Outcome.TAKEN, Outcome.UNKNOWN}
        return replace(
            self,
            state=_BECOMES.get(hand_over.outcome, State.DEAD),
            handed_at=at if had else None,
            why=hand_over.why[:WHY_LONGEST],
        )

    def lost(self) -> "Ping":
        """Return it after its sender died."""
        return replace(self, state=State.UNKNOWN, handed_at=self.begun_at, why="the sender ended")
