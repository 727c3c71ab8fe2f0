"""End a partner's identity provider, or give a proposal up."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.partner_provider import PartnerProvider
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.providing import keep_and_carry, provider_as_read


@dataclass(frozen=True, slots=True, kw_only=True)
class DisableProvider:
    """Let nobody sign in by it any more, on one person's word."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, provider_id: UUID, expected_version: int, reason: str
    ) -> PartnerProvider:
        """Return the provider; Keycloak hears of it from `work`.

        Raises:
            PartnerNotFound: there is none.
            StaleVersion: it changed since it was read.
            PartnerDisabled: it was ended.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = provider_as_read(tx, provider_id, expected_version)
            provider = before.disabled(by=caller.person, at=now, reason=reason)
            keep_and_carry(tx, self.ids, provider)
            tx.audit.record(caller, "identity:disable-provider", str(provider_id), reason=reason)
            tx.outbox.add(Used(caller=caller, metric="identity.provider-disabled", at=now))
        return provider
