"""End one's own open case."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.usecases.my_case import MyCase, mine, own_case
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawVerification:
    """Ask for the tier no more."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, expected_version: int) -> MyCase:
        """Return the case.

        Raises:
            NoCase: the caller never asked to be verified.
            StaleVersion: it changed since it was read.
            VerificationClosed: it was decided.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            withdrawn = own_case(tx, caller, expected_version).withdrawn(now)
            tx.verifications.save(withdrawn)
            tx.audit.record(
                caller, "identity:withdraw-verification", str(withdrawn.verification_id)
            )
            tx.outbox.add(Used(caller=caller, metric="identity.verification-withdrawn", at=now))
            return mine(tx, caller.person, withdrawn)
