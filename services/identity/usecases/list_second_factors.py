"""Show somebody their second factors."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.second_factor import SecondFactor
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import Factors


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Someone's second factors, oldest first, and what waits to take them away."""

    factors: tuple[SecondFactor, ...]
    reset: FactorReset | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSecondFactors:
    """Ask Keycloak, which alone knows them."""

    unit_of_work: UnitOfWork
    factors: Factors

    def __call__(self, caller: Principal) -> Held:
        """Return the caller's own.

        Raises:
            AccountsUnavailable: Keycloak cannot be asked.
        """
        factors = self.factors.of(caller.person)
        with self.unit_of_work() as tx:
            return Held(factors=factors, reset=tx.factor_resets.of(caller.person))
