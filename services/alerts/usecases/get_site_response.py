"""Show which response level counts at one premises."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.site_response import Site
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.site_reading import own_site


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSiteResponse:
    """Return what counts at a premises of the caller's organisation."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, premises_id: UUID) -> Site:
        """Return it.

        Raises:
            SiteNotFound: there is none such of theirs.
        """
        with self.unit_of_work() as tx:
            return own_site(tx, caller, premises_id)
