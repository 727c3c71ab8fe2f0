"""Tell editors of requests whose day is over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.content.domain.events import FormatRequestOverdue
from services.content.domain.format_request import FormatRequest
from services.content.usecases.ports import Stores, UnitOfWork

AT_ONCE: Final = 50
MOST_EDITORS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOverdueFormats:
    """Tell whoever claimed it, or else every editor who may read the document.

    Each working day once, until it is answered; `tell` hears how many wait, and how many overdue.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    tell: Callable[[int, int], None]

    def __call__(self) -> int:
        """Return of how many requests somebody was told."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            late = tx.format_requests.overdue(now, most=AT_ONCE)
            due = [each for each in late if each.to_be_told(now)]
            for each in due:
                for subject in _whom(tx, each):
                    tx.outbox.add(FormatRequestOverdue(request=each, to=subject, at=now))
                tx.format_requests.save(each.told(now))
            self.tell(*tx.format_requests.count_waiting(now))
        return len(due)


def _whom(tx: Stores, request: FormatRequest) -> list[str]:
    document = tx.documents.get(request.document_id)
    editors = tx.format_requests.editors(most=MOST_EDITORS)
    able = [each.person for each in editors if document.readable_by(each)]
    return [request.claimed_by] if request.claimed_by in able else able
