"""What waits for an editor by its date: reviews that are overdue, and documents that will go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import without_hidden_originals
from services.content.usecases.red_reads import RedReads


class Due(Enum):
    """What a document waits for."""

    REVIEW = "REVIEW"
    WITHDRAWAL = "WITHDRAWAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDueDocuments:
    """Return the documents that an editor may read, and that wait; the longest waiting first."""

    unit_of_work: UnitOfWork
    clock: Clock
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, due: Due, skip: int, size: int
    ) -> tuple[Sequence[Document], bool]:
        """Return a page, and whether there are more."""
        with self.unit_of_work() as tx:
            if due is Due.REVIEW:
                today = self.clock.now().date()
                found = tx.documents.overdue(caller, today=today, skip=skip, size=size + 1)
            else:
                found = tx.documents.going(caller, skip=skip, size=size + 1)
            page = without_hidden_originals(tx.documents, caller, found[:size])
        self.red_reads.note(caller, listed=page)
        return page, len(found) > size


@dataclass(frozen=True, slots=True, kw_only=True)
class CountOverdue:
    """Tell the metrics how many reviews are overdue, whoever may read what."""

    unit_of_work: UnitOfWork
    clock: Clock
    tell: Callable[[int], object]

    def __call__(self) -> None:
        """Count and tell."""
        with self.unit_of_work() as tx:
            self.tell(tx.documents.count_overdue(self.clock.now().date()))
