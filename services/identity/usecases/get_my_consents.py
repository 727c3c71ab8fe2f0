"""Show somebody what they consented to, and what they may."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.agreement import AgreementEntry, Kind, standing
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMyConsents:
    """Read the caller's own part of the ledger."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Mapping[Kind, AgreementEntry]:
        """Return the last line of each thing and channel; what has none was never given."""
        with self.unit_of_work() as tx:
            return standing(tx.agreements.of(caller.person))
