"""Take second factors away whose hour has come."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.identity.usecases.announcing import announce
from services.identity.usecases.ending_sign_ins import end_sign_ins
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import Factors


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFactorResets:
    """One in a transaction: all factors of a person go, their sign-ins end, and they are told.

    The passkeys that identity keeps itself go with them: a key that was lost may be both.

    While Keycloak is away it waits, and the loop says so. A crash between Keycloak and the commit
    does it again, which takes away nothing twice.
    """

    unit_of_work: UnitOfWork
    factors: Factors
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many were done.

        Raises:
            AccountsUnavailable: Keycloak does not answer, or does not take it.
        """
        done = 0
        while self._one():
            done += 1
        return done

    def _one(self) -> bool:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            reset = tx.factor_resets.due(now)
            if reset is None:
                return False
            person = tx.subscribers.get(reset.subject, lock=True)
            end_sign_ins(tx, self.ids, person, at=now)
            announce(tx, self.ids, person.subject, "factor-reset-done")
            about = tx.audit.name_of(person.subject)
            tx.audit.record(ANONYMOUS, "identity:reset-second-factors", about)
            for passkey in tx.passkeys.of(person.subject):  # what was lost may be one of these
                tx.passkeys.remove(passkey.passkey_id)
            tx.factor_resets.remove(reset.reset_id)
            for each in self.factors.of(person.subject):
                self.factors.remove(person.subject, each.factor_id)
        return True
