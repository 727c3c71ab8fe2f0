"""Make a partner site's secret, and say it once."""

import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.partner_site import PartnerSite
from services.identity.usecases.partnering import keep_and_carry, site_as_read
from services.identity.usecases.ports import UnitOfWork

_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePartnerSecret:
    """Give a site a secret that nobody else knows; the one before ends with it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, site_id: UUID, expected_version: int
    ) -> tuple[PartnerSite, str]:
        """Return the site and the secret, which stays on record only until Keycloak has it.

        Raises:
            PartnerNotFound: there is none.
            StaleVersion: it changed since it was read.
            PartnerNotActive: nobody signs in there.
        """
        secret = secrets.token_urlsafe(_BYTES)
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = site_as_read(tx, site_id, expected_version)
            site = before.with_secret(secret, at=now)
            keep_and_carry(tx, self.ids, site)
            tx.audit.record(caller, "identity:issue-partner-secret", str(site_id))
            tx.outbox.add(Used(caller=caller, metric="identity.partner-secret-issued", at=now))
        return site, secret
