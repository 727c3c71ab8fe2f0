"""End a partner site, or give a proposal up."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.partner_site import PartnerSite
from services.identity.usecases.partnering import keep_and_carry, site_as_read
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DisablePartnerSite:
    """Let nobody sign in there any more, on one person's word."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, site_id: UUID, expected_version: int, reason: str
    ) -> PartnerSite:
        """Return the site; Keycloak hears of it from `work`.

        Raises:
            PartnerNotFound: there is none.
            StaleVersion: it changed since it was read.
            PartnerDisabled: it was ended.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = site_as_read(tx, site_id, expected_version)
            site = before.disabled(by=caller.person, at=now, reason=reason)
            keep_and_carry(tx, self.ids, site)
            tx.audit.record(caller, "identity:disable-partner", str(site_id), reason=reason)
            tx.outbox.add(Used(caller=caller, metric="identity.partner-disabled", at=now))
        return site
