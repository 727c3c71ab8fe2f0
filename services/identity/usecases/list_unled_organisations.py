"""Show the organisations that nobody runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.organisation import Organisation
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUnledOrganisations:
    """Return those to which others belong, and of whom nobody in use is admin; of nobody a name."""

    unit_of_work: UnitOfWork

    def __call__(
        self, _caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[tuple[Organisation, int]], Place | None]:
        """Return a page, oldest first, each with how many belong there, and where the next is."""
        with self.unit_of_work() as tx:
            found = tx.members.unled(after=after, size=size + 1)
        page, more = found[:size], len(found) > size
        last = page[-1][0] if more else None
        return page, Place(last.created_at, last.organisation_id) if last else None
