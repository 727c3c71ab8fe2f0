"""Asks for a second factor once more, of those who have one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from chassis.errors import StepUpRequired
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.usecases.server_ports import Accounts

ACR: Final = "aal2"
FRESH: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvingAgain:
    """Lets pass who proved a second factor just now, and who has none that they could prove.

    An access rule would keep out everybody without one, for whom alerts are as well. Keycloak
    knows who has one; where it cannot be asked nobody passes by a password alone.
    """

    accounts: Accounts
    clock: Clock

    def __call__(self, caller: Principal) -> None:
        """See that a second factor was proved within 15 minutes; call it before a lock is held.

        Raises:
            StepUpRequired: the account has one, and this sign-in did not prove it just now.
            AccountsUnavailable: Keycloak cannot be asked about it.
        """
        if caller.proved_second_factor(acr=ACR, within=FRESH, at=self.clock.now()):
            return
        if self.accounts.has_second_factor(caller.person):
            raise StepUpRequired(ACR, int(FRESH.total_seconds()))
