"""Read how one's own verification stands."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.usecases.my_case import MyCase, mine
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMyVerification:
    """Return the caller's newest case, and how long their tier lasts."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> MyCase:
        """Return it, without a case for who never asked."""
        with self.unit_of_work() as tx:
            return mine(tx, caller.person, tx.verifications.newest_of(caller.person))
