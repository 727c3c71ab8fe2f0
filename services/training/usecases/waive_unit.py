"""Waive a unit for a learner."""

from dataclasses import dataclass, replace
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.training.domain import lms_statements
from services.training.domain.cmi5_course import NOTHING, satisfied
from services.training.domain.errors import SelfWaiver, UnitSatisfied, UnitWaived
from services.training.domain.launch import Waiver, unit_at
from services.training.usecases.move_on import MoveOn
from services.training.usecases.records_ports import RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveUnit:
    """Let a learner skip a unit, with a reason (cmi5, 9.3.7); what follows is said as well."""

    unit_of_work: RecordsUnitOfWork
    move_on: MoveOn
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, enrolment_id: UUID, number: int, reason: Waiver, why: str
    ) -> None:
        """Waive it; `why` is for the audit log.

        Raises:
            EnrolmentNotFound: there is none.
            SelfWaiver: it is the caller's own.
            EnrolmentClosed: it is completed or failed.
            UnitNotFound: its course is no package, or has no such unit.
            UnitWaived, UnitSatisfied: there is nothing to waive any more.
        """
        with self.unit_of_work() as tx:
            enrolment = tx.enrolments.get(enrolment_id)
            if enrolment.subject == caller.person:
                raise SelfWaiver("A colleague has to waive it for you.")
            structure = self.move_on.packages.structure(
                enrolment.course_id, enrolment.course_version
            )
            unit = unit_at(structure, number)
            enrolment.must_be_open()
            registration = self.move_on.opened(tx, enrolment, at=self.clock.now())
            now = self.clock.now()  # what came while the registration was waited for is older
            standings = tx.launches.standings(enrolment_id)
            record = standings[number].record if number in standings else NOTHING
            if record.waived:
                raise UnitWaived("The unit is waived already.")
            if satisfied(unit, record):
                raise UnitSatisfied("The unit is satisfied already.")
            session_id = str(self.ids.new())
            place = self.move_on.place(registration, session_id, "unit", unit.publisher_id)
            said = lms_statements.waived(self.ids.new(), place, reason, now)
            tx.statements.add(session_id, said, now)
            waived = replace(record, waived=True)
            self.move_on.keep(tx, registration, number, waived, session_id=session_id, at=now)
            said_of = f"{enrolment_id}/units/{number}"
            tx.audit.record(caller, "training:waive", said_of, reason=reason.value, why=why)
