"""Take away a second factor that was lost or is not needed any more."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.second_factor import may_remove
from services.identity.domain.second_factor_errors import FactorNotFound
from services.identity.usecases.announcing import announce
from services.identity.usecases.ending_sign_ins import end_sign_ins
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import Factors


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSecondFactor:
    """Take it away, and end every sign-in of its owner's: whoever found it may have one."""

    unit_of_work: UnitOfWork
    factors: Factors
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, factor_id: str) -> None:
        """Remove one of the caller's own; they are told by mail.

        Raises:
            FactorNotFound: it is none of theirs.
            LastSecondFactor: it is the last, and a role of theirs needs one.
            AccountsUnavailable: Keycloak does not answer; nothing is changed.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            held = self.factors.of(person.subject)
            going = next((each for each in held if each.factor_id == factor_id), None)
            if going is None:
                raise FactorNotFound("There is no such second factor of yours.")
            may_remove(person, held)
            end_sign_ins(tx, self.ids, person, at=now)
            announce(tx, self.ids, person.subject, "factor-removed", name=going.name)
            about = tx.audit.name_of(person.subject)
            tx.audit.record(caller, "identity:remove-second-factor", about, kind=going.kind.value)
            tx.outbox.add(Used(caller=caller, metric="identity.second-factor-removed", at=now))
            self.factors.remove(person.subject, factor_id)
