"""Let others work on a case."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.usecases.case_seen import CaseSeen, case_for, seen
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseVerification:
    """Put a case that the caller claimed back for everyone."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, verification_id: UUID, expected_version: int
    ) -> CaseSeen:
        """Return the case.

        Raises:
            VerificationNotFound: there is none.
            StaleVersion: it changed since it was read.
            VerificationNotClaimed: the caller does not work on it.
        """
        with self.unit_of_work() as tx:
            case = case_for(tx, caller, verification_id)
            if case.version != expected_version:
                raise StaleVersion("The case changed since you read it.")
            released = case.released(by=caller.person, at=self.clock.now())
            tx.verifications.save(released)
            tx.audit.record(caller, "identity:release-verification", str(verification_id))
            return seen(tx, released)
