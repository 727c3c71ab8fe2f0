"""Set a response level of its own for a premises."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.site_response import Site, WantedOverride
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.site_reading import own_site, same_version, told


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSiteResponse:
    """Let a security lead have a premises do more than its threat level asks for, for a time."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        premises_id: UUID,
        wanted: WantedOverride,
        expected_version: int,
    ) -> Site:
        """Return what counts now.

        Raises:
            SiteNotFound: the caller's organisation has no such premises.
            Invalid: a part of it is wrong; each is named.
            StaleVersion: something changed there since it was read.
            SiteResponseBelowNational: it is less than the threat level asks for.
        """
        now, override_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            site = own_site(tx, caller, premises_id, lock=True)
            if wrong := wanted.violations(now):
                raise Invalid(*wrong)
            same_version(site, expected_version)
            if site.newest is not None and site.newest.end is None:
                over = site.newest.replaced(by=caller.person, at=now)
                tx.site_overrides.save(over)
                site = replace(site, newest=over)
            site = site.with_override(override_id, wanted, by=caller.person, at=now)
            assert site.newest is not None
            tx.site_overrides.add(site.newest)
            level = wanted.response.value
            tx.audit.record(
                caller,
                "alerts:set-site-response",
                str(premises_id),
                override_id=str(override_id),
                response=level,
                since=site.newest.since.isoformat(),
                until=site.newest.until.isoformat(),
            )
            told(tx, site, now, but=caller.person)
            tx.outbox.add(
                Used(caller=caller, metric="alerts.site-response-set", at=now, detail=level)
            )
        return site
