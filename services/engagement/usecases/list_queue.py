"""Read a page of what waits for an expert, or of what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.engagement.domain.question import Question
from services.engagement.usecases.ports import QueuePlace, UnitOfWork
from services.engagement.usecases.reading import desk_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQueue:
    """Return the questions routed to an expert, urgent ones first, then who waits longest."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, held: bool, after: QueuePlace | None, size: int
    ) -> tuple[Sequence[Question], QueuePlace | None]:
        """Return a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            if held:
                found = tx.questions.held_by(caller.person, after=after, size=size + 1)
            else:
                desk, now = desk_of(tx, caller), self.clock.now()
                found = tx.questions.waiting(desk, at=now, after=after, size=size + 1)
        page = found[:size]
        if len(found) <= size:
            return page, None
        return page, QueuePlace.of(page[-1])
