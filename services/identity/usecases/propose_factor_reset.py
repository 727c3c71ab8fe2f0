"""Propose that somebody's second factors are taken away, because they lost them."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.second_factor_errors import NoSecondFactor
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import Factors


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeFactorReset:
    """Keep a proposal that does nothing until another officer confirms it; tell the person."""

    unit_of_work: UnitOfWork
    factors: Factors
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, email: str, reason: str) -> FactorReset:
        """Return the proposal.

        Raises:
            SubscriberNotFound: nobody has an account with that address.
            OwnFactorReset: it is the caller's own.
            NoSecondFactor: there is nothing to take away.
            FactorResetThere: one waits for them already.
            AccountsUnavailable: Keycloak cannot be asked.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.find_by_email(email)
            if person is None:
                raise SubscriberNotFound("Nobody has an account with that address.")
            reset = FactorReset.proposed(
                self.ids.new(), person.subject, by=caller.person, reason=reason, at=now
            )
            if not self.factors.of(person.subject):
                raise NoSecondFactor("The account has no second factor.")
            tx.factor_resets.add(reset)
            announce(tx, self.ids, person.subject, "factor-reset-proposed")
            about = tx.audit.name_of(person.subject)
            tx.audit.record(caller, "identity:propose-factor-reset", about, reason=reason)
        return reset
