"""Show somebody the roles that they hold by grants."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.role_grant import GrantState, RoleGrant
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyRoleGrants:
    """Return the caller's grants that were given and are not over."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[RoleGrant]:
        """Return them by role."""
        with self.unit_of_work() as tx:
            found = tx.role_grants.of(caller.person)
        return [each for each in found if each.state is GrantState.GRANTED]
