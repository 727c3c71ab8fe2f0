"""What the use cases of remarks need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.remark import Remark, RemarkStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """A remark with what its document is called, and how many said what of that document."""

    remark: Remark
    title: str
    useful: int
    not_useful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which remarks an editor looks at; None and False leave nothing out."""

    status: RemarkStatus
    document_id: UUID | None = None
    not_useful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was said in a month by UTC, which is YYYY-MM."""

    month: str
    useful: int
    not_useful: int


class Remarks(Protocol):
    """The remarks of one transaction."""

    def add(self, remark: Remark) -> None:
        """Keep a new remark."""
        ...

    def get(self, remark_id: UUID) -> Remark:
        """Return a remark, which nobody else changes before the transaction ends.

        Raises:
            RemarkNotFound: there is none.
        """
        ...

    def save(self, remark: Remark) -> None:
        """Keep the next version of a remark that was got."""
        ...

    def page(
        self, reader: Principal, wanted: Wanted, *, after: Place | None, size: int
    ) -> Sequence[Remarked]:
        """Return remarks on published documents that a person may read, oldest first."""
        ...

    def months(
        self, reader: Principal, document_id: UUID | None, *, since: datetime
    ) -> Sequence[Month]:
        """Return what was said since then of what a person may read, the latest month first."""
        ...

    def forget(self, *, before: datetime) -> int:
        """Delete what was left before then; return how many."""
        ...
