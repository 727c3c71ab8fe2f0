"""Appeal the refusal of one's case."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.usecases.my_case import MyCase, mine, own_case
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealVerification:
    """Put a refused case into the queue again, for another reviewer."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, expected_version: int, grounds: str) -> MyCase:
        """Return the case.

        Raises:
            NoCase: the caller never asked to be verified.
            StaleVersion: it changed since it was read.
            NothingToAppeal: it was not refused, or its appeal was decided.
            AppealTooLate: 30 days are over.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            appealed = own_case(tx, caller, expected_version).appealed(grounds=grounds, at=now)
            tx.verifications.save(appealed)
            tx.audit.record(caller, "identity:appeal", str(appealed.verification_id))
            tx.outbox.add(Used(caller=caller, metric="identity.verification-appealed", at=now))
            return mine(tx, caller.person, appealed)
