"""Count who signs in at partner sites, from Keycloak's events."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import AccountsUnavailable, SubscriberNotFound
from services.identity.domain.partner_site import PartnerSite
from services.identity.domain.partner_usage import LONGEST, PartnerSignIn, day_of
from services.identity.usecases.partner_ports import NamesOfDay, PartnerClients
from services.identity.usecases.ports import Stores, UnitOfWork

_KEPT: Final = timedelta(days=7)
"""So long Keycloak keeps its events: of a site that ended before, there are none."""

_OVERLAP: Final = timedelta(minutes=2)
"""An event may be seen a little later than its time: what is known is not counted twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPartnerSignIns:
    """Keep each sign-in under a name that is good for its day, and forget old ones.

    Who signs in there alone uses their account all the same: the day is noted.
    """

    unit_of_work: UnitOfWork
    clients: PartnerClients
    names: NamesOfDay
    clock: Clock

    def __call__(self) -> int:
        """Return how many were new; what Keycloak does not tell now it tells the next time."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            tx.partner_sign_ins.forget(day_of(now) - timedelta(days=LONGEST))
            sites = tx.partner_sites.confirmed(since=now - _KEPT)
        try:
            return sum(self._count(each) for each in sites)
        except AccountsUnavailable:
            return 0

    def _count(self, site: PartnerSite) -> int:
        with self.unit_of_work() as tx:
            newest = tx.partner_sign_ins.newest(site.site_id)
        since = (newest or site.confirmed_at or site.proposed_at) - _OVERLAP
        heard = self.clients.sign_ins(site, since)
        with self.unit_of_work() as tx:
            return sum(self._keep(tx, site, *each) for each in heard)

    def _keep(
        self, tx: Stores, site: PartnerSite, event_id: str, subject: str, at: datetime
    ) -> bool:
        name = self.names.of_day(subject, at)
        seen = PartnerSignIn(event_id=event_id, site_id=site.site_id, at=at, name=name)
        if not tx.partner_sign_ins.add(seen):
            return False
        try:
            person = tx.subscribers.get(subject)
        except SubscriberNotFound:
            return True
        tx.sightings.note(subject, at.date())
        who = Principal(
            subject=subject,
            tier=person.tier,
            regions=person.profile.regions,
            sectors=person.profile.sectors,
        )
        tx.outbox.add(
            Used(caller=who, metric="identity.partner-signed-in", at=at, detail=site.client_id)
        )
        return True
