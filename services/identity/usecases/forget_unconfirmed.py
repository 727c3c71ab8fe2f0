"""Remove the accounts of who came by a partner's provider and never confirmed their address."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.identity.domain.errors import AccountsUnavailable
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.provider_ports import Brokering
from services.identity.usecases.server_ports import Accounts

LONGEST: Final = timedelta(days=1)
"""As long as the link is good by which somebody who registers confirms theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetUnconfirmed:
    """Let nobody hold an address of which they never showed that it is theirs.

    Who comes by the provider again begins anew. Whoever is on record keeps their account.
    """

    unit_of_work: UnitOfWork
    brokering: Brokering
    accounts: Accounts
    clock: Clock

    def __call__(self) -> int:
        """Return how many were removed; with Keycloak away none is."""
        try:
            old = self.brokering.unconfirmed(self.clock.now() - LONGEST)
            with self.unit_of_work() as tx:
                known = tx.subscribers.known(old)
            return sum(self.accounts.delete(each) for each in old if each not in known)
        except AccountsUnavailable:
            return 0
