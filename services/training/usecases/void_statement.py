"""Void a statement."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.training.domain import lms_statements
from services.training.domain.errors import StatementNotFound
from services.training.domain.xapi import Account
from services.training.usecases.records_ports import RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidStatement:
    """Say of a statement that it should not have been made; it is kept, and listed no more.

    What followed from it stays: a unit's record is not taken back by this.
    """

    unit_of_work: RecordsUnitOfWork
    site: str
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, enrolment_id: UUID, statement_id: UUID, why: str
    ) -> None:
        """Void it; one that is voided stays so.

        Raises:
            StatementNotFound: the enrolment has none such, or it is a voiding one itself (xAPI
                1.0.3 part 2, 2.3.2).
        """
        with self.unit_of_work() as tx:
            registration = tx.launches.registration(enrolment_id, lock=True)
            if registration is None:
                raise StatementNotFound("There is no such statement.")
            statement = tx.statements.get(enrolment_id, statement_id)
            if statement.session_id == lms_statements.NO_SESSION:
                raise StatementNotFound("A voiding statement is not voided.")
            if statement.voided:
                return
            now = self.clock.now()  # what came while the registration was waited for is older
            actor = Account(self.site, registration.actor)
            said = lms_statements.voiding(self.ids.new(), statement_id, actor, enrolment_id, now)
            tx.statements.void(statement_id)
            tx.statements.add(lms_statements.NO_SESSION, said, now)
            tx.audit.record(caller, "training:void", str(statement_id), why=why)
