"""Propose that somebody's second factors are taken away, because they lost them."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.second_factor_errors import NoSecondFactor
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.second_factor_ports import Factors


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeFactorReset:
    """Keep a proposal that does nothing until another officer confirms it; tell the person."""

    unit_of_work: UnitOfWork
    factors: Factors
    budget: RecordBudget
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, email: str, reason: str) -> FactorReset:
        """Return the proposal.

        Raises:
            SubscriberNotFound: nobody has an account with that address.
            OwnFactorReset: it is the caller's own.
            NoSecondFactor: there is nothing to take away.
            FactorResetThere: one waits for them already.
            RecordBudgetSpent: the caller asked about too many people today.
            AccountsUnavailable: Keycloak cannot be asked.
        """
        now, subject = self.clock.now(), self._whose(caller, email)
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(subject)
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

    def _whose(self, caller: Principal, email: str) -> str:
        """Find whose address it is, on record whatever comes of it: the answer tells who is here.

        Raises:
            SubscriberNotFound, RecordBudgetSpent: nobody's, or the caller asked about too many.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.find_by_email(email)
            whom = tx.audit.name_of(person.subject) if person else ""
            tx.audit.record(caller, "identity:find-factors", whom, found=person is not None)
        if person is None:
            raise SubscriberNotFound("Nobody has an account with that address.")
        self.budget.spend(caller, {person.subject})
        return person.subject
