"""Tell somebody what became of their complaint."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.complaint import Complaint
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail

OUTCOME = "complaint-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerComplaint:
    """Close a complaint with its outcome, which is told by mail.

    Was its person erased meanwhile, their address and words go with the answer.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, complaint_id: UUID, expected_version: int, outcome: str
    ) -> Complaint:
        """Return the complaint.

        Raises:
            ComplaintNotFound: there is none.
            StaleVersion: it changed since it was read.
            ComplaintAnswered: the outcome was told.
        """
        with self.unit_of_work() as tx:
            there = tx.complaints.get(complaint_id, lock=True)
            if there.version != expected_version:
                raise StaleVersion("The complaint changed meanwhile: read it again.")
            done = there.answered(outcome, by=caller.person, at=self.clock.now())
            tx.complaints.save(done.kept())
            tx.mails.add(
                Mail(
                    mail_id=self.ids.new(),
                    to=done.email,
                    language=done.language,
                    template=OUTCOME,
                    variables={"reference": str(complaint_id), "outcome": outcome},
                )
            )
            tx.audit.record(caller, "identity:answer-complaint", str(complaint_id))
            return done
