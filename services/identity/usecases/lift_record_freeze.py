"""Let somebody read records of others again."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.directory_errors import RecordFreezeNotFound, SelfLift
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRecordFreeze:
    """A second person ends it, with a reason."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, subject: str, reason: str) -> None:
        """Lift it; the day's budget is whole again.

        Raises:
            SelfLift: it is the caller's own.
            RecordFreezeNotFound: they are not frozen.
        """
        if subject == caller.person:
            raise SelfLift("Somebody else must let you read again.")
        with self.unit_of_work() as tx:
            if not tx.record_reads.lift(subject):
                raise RecordFreezeNotFound("They are not kept from reading records.")
            whom = tx.audit.name_of(subject)
            tx.audit.record(caller, "identity:lift-record-freeze", whom, reason=reason)
            now = self.clock.now()
            tx.outbox.add(Used(caller=caller, metric="identity.record-freeze-lifted", at=now))
