"""Show which response levels of its own a premises had."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.site_response import SiteOverride
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.site_reading import own_site


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSiteOverrides:
    """Return a page of the history of a premises of the caller's organisation."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, premises_id: UUID, before: int | None, size: int
    ) -> tuple[Sequence[SiteOverride], int | None]:
        """Return the page, newest first, and below which number the next begins.

        Raises:
            SiteNotFound: there is none such of theirs.
        """
        with self.unit_of_work() as tx:
            own_site(tx, caller, premises_id)
            found = tx.site_overrides.history(premises_id, before=before, size=size + 1)
        page = found[:size]
        return page, page[-1].number if len(found) > size else None
