"""Propose a partner's identity provider."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.partner_errors import TooManyPartners
from services.identity.domain.partner_provider import (
    MOST_PROVIDERS,
    PartnerProvider,
    ProviderEnds,
    ProviderProtocol,
)
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeProvider:
    """Keep a proposal that lets nobody in until somebody else confirms it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        name: str,
        protocol: ProviderProtocol,
        ends: ProviderEnds,
        secret: str,
        key: RequestKey,
    ) -> PartnerProvider:
        """Return it; the same key gives the same provider.

        Raises:
            TooManyPartners: there are as many as there may be.
            IdempotencyKeyReused: the key came with another body.
        """
        now, provider_id = self.clock.now(), self.ids.new()
        made = PartnerProvider(
            provider_id=provider_id,
            name=name,
            protocol=protocol,
            ends=ends,
            proposed_by=caller.person,
            proposed_at=now,
            unsent_secret=secret or None,
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(provider_id))
            if earlier is not None:
                return tx.providers.get(UUID(earlier))
            if tx.providers.count() >= MOST_PROVIDERS:
                raise TooManyPartners(f"There are {MOST_PROVIDERS} providers.")
            tx.providers.add(made)
            tx.audit.record(
                caller,
                "identity:propose-provider",
                str(provider_id),
                name=name,
                protocol=protocol.value,
                issuer=ends.issuer,
            )
            tx.outbox.add(Used(caller=caller, metric="identity.provider-proposed", at=now))
        return made
