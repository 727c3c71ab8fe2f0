"""Confirm a partner's identity provider that somebody else proposed."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.partner_provider import PartnerProvider
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.providing import keep_and_carry, provider_as_read


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmProvider:
    """Let a second person put a proposal into effect."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, provider_id: UUID, expected_version: int
    ) -> PartnerProvider:
        """Return the provider; Keycloak hears of it from `work`.

        Raises:
            PartnerNotFound: there is none.
            StaleVersion: it changed since it was read.
            PartnerNotProposed: it was confirmed or ended.
            SelfConfirmation: the caller proposed it.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = provider_as_read(tx, provider_id, expected_version)
            provider = before.confirmed(by=caller.person, at=now)
            keep_and_carry(tx, self.ids, provider)
            tx.audit.record(
                caller, "identity:confirm-provider", str(provider_id), name=provider.name
            )
            tx.outbox.add(Used(caller=caller, metric="identity.provider-confirmed", at=now))
        return provider
