"""Take second factors away whose hour has come."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.identity.domain.errors import AccountsRefused
from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.ending_sign_ins import end_sign_ins
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.reaching import reach_by, reach_of
from services.identity.usecases.second_factor_ports import Factors
from services.identity.usecases.stopping_resets import stop


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFactorResets:
    """One in a transaction: all factors of a person go, their sign-ins end, and they are told.

    Whether it may happen still is looked at again; if not it is stopped, and they are told that.
    The passkeys that identity keeps itself go with them: a key that was lost may be both.

    While Keycloak is away it waits, and the loop says so; one that Keycloak does not take holds up
    no other. A crash between Keycloak and the commit does it again, which takes away nothing twice.
    """

    unit_of_work: UnitOfWork
    factors: Factors
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many were done or stopped.

        Raises:
            AccountsRefused: Keycloak does not take one; the others were done.
            AccountsUnavailable: Keycloak does not answer.
        """
        done, refused = 0, dict[UUID, AccountsRefused]()
        while (reset := self._next(refused)) is not None:
            try:
                done += self._over(reset)
            except AccountsRefused as error:
                refused[reset.reset_id] = error
        for each in refused.values():
            raise each
        return done

    def _next(self, refused: dict[UUID, AccountsRefused]) -> FactorReset | None:
        with self.unit_of_work() as tx:
            return tx.factor_resets.due(self.clock.now(), but=refused)

    def _over(self, found: FactorReset) -> int:
        """Do it, or stop it; nothing if somebody did so meanwhile."""
        with self.unit_of_work() as tx:
            reset = tx.factor_resets.of(found.subject)
            if reset is None or reset.reset_id != found.reset_id:
                return 0
            person = tx.subscribers.get(reset.subject, lock=True)
            fit = reset.stands(
                about=reach_of(tx, person),
                proposer=reach_by(tx, reset.proposed_by),
                confirmer=reach_by(tx, reset.confirmed_by),
            )
            if fit:
                self._take_away(tx, reset, person)
            else:
                stop(tx, self.ids, ANONYMOUS, reset)
        return 1

    def _take_away(self, tx: Stores, reset: FactorReset, person: Subscriber) -> None:
        end_sign_ins(tx, self.ids, person, at=self.clock.now())
        announce(tx, self.ids, person.subject, "factor-reset-done")
        about = tx.audit.name_of(person.subject)
        tx.audit.record(ANONYMOUS, "identity:reset-second-factors", about)
        for passkey in tx.passkeys.of(person.subject):  # what was lost may be one of these
            tx.passkeys.remove(passkey.passkey_id)
        tx.factor_resets.remove(reset.reset_id)
        for each in self.factors.of(person.subject):
            self.factors.remove(person.subject, each.factor_id)
