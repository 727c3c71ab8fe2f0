"""Read packages, for those who manage training."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from services.training.domain.package import Package
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPackages:
    """Return a page of packages that came whole, newest first."""

    unit_of_work: UnitOfWork

    def __call__(self, *, after: Place | None, size: int) -> tuple[Sequence[Package], Place | None]:
        """Return a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            page = tx.packages.page(after=after, size=size + 1)
        if len(page) <= size:
            return page, None
        last = page[size - 1]
        return page[:size], Place(last.uploaded_at, last.package_id)
