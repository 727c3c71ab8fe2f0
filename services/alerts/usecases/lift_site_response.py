"""End a premises' own response level."""

from dataclasses import dataclass, replace
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.site_response import NoSiteOverride, Site
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.site_reading import own_site, same_version, told


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftSiteResponse:
    """Let a security lead have a premises follow its threat level again."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, premises_id: UUID, expected_version: int, why: str
    ) -> Site:
        """Return what counts now.

        Raises:
            SiteNotFound: the caller's organisation has no such premises.
            NoSiteOverride: there is none.
            StaleVersion: something changed there since it was read.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            site = own_site(tx, caller, premises_id, lock=True)
            if site.override(now) is None or site.newest is None:
                raise NoSiteOverride("These premises follow the threat level already.")
            same_version(site, expected_version)
            lifted = site.newest.lift(by=caller.person, why=why, at=now)
            tx.site_overrides.save(lifted)
            site = replace(site, newest=lifted)
            tx.audit.record(
                caller,
                "alerts:lift-site-response",
                str(premises_id),
                override_id=str(lifted.override_id),
            )
            told(tx, site, now, but=caller.person)
            level = lifted.response.value
            tx.outbox.add(
                Used(caller=caller, metric="alerts.site-response-lifted", at=now, detail=level)
            )
        return site
