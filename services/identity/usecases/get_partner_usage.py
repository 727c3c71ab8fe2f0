"""Say how often people signed in at a partner site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_site import LOOKING_AFTER
from services.identity.domain.partner_usage import PartnerDay, day_of, told
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPartnerUsage:
    """Tell its steward, and who looks after the sites."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, site_id: UUID, days: int) -> Sequence[PartnerDay]:
        """Return a line for each day, the newest first.

        Raises:
            PartnerNotFound: there is none of the caller's.
        """
        today = day_of(self.clock.now())
        with self.unit_of_work() as tx:
            site = tx.partner_sites.get(site_id)
            if site.steward != caller.person and not caller.may(LOOKING_AFTER):
                raise PartnerNotFound("There is no such site.")
            counts = tx.partner_sign_ins.by_day(site_id, today - timedelta(days=days - 1))
        return told(counts, today=today, days=days)
