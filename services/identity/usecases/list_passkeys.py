"""Show somebody their passkeys."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.passkey import Passkey
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPasskeys:
    """Show the caller's own."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[Passkey]:
        """Return them, oldest first; there are few."""
        with self.unit_of_work() as tx:
            return tx.passkeys.of(caller.person)
