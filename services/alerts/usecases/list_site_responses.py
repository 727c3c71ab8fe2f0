"""Show which response level counts at each premises of an organisation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.site_response import Site
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.site_reading import premises_of, sites_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSiteResponses:
    """Return a page of the caller's own premises; who is of no organisation has none."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, only: Collection[UUID], after: UUID | None, size: int
    ) -> tuple[Sequence[Site], UUID | None]:
        """Return the page, by ids, and after which id the next begins; None on the last."""
        with self.unit_of_work() as tx:
            found = [
                each
                for premises_id, each in premises_of(tx, caller).items()
                if (not only or premises_id in only) and (after is None or premises_id > after)
            ]
            sites = sites_of(tx, found[:size])
        return sites, sites[-1].premises_id if len(found) > size else None
