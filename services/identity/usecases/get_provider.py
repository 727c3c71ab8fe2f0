"""Show a provider to who looks after partners."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.partner_provider import PartnerProvider
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProvider:
    """Return one."""

    unit_of_work: UnitOfWork

    def __call__(self, _caller: Principal, *, provider_id: UUID) -> PartnerProvider:
        """Return it.

        Raises:
            PartnerNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            return tx.providers.get(provider_id)
