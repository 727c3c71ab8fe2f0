"""Let duty officers use a template, on a second person's word."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.template import Template
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveTemplate:
    """Approve exactly the template that the caller read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, template_id: UUID, read: bytes) -> Template:
        """Return the approved template.

        Raises:
            TemplateNotFound: there is none.
            SelfApproval: the caller proposed it.
            VersionChanged: the digest is not its own.
            IllegalTransition: it is approved or retired already.
        """
        with self.unit_of_work() as tx:
            template = tx.templates.get(template_id, lock=True)
            approved = template.approve(by=caller.person, read=read, at=self.clock.now())
            tx.templates.save(approved)
            tx.audit.record(caller, "alerts:approve-template", str(template_id), template.digest)
        return approved
