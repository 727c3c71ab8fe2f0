"""Let nobody use a template any more."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.template import Template
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireTemplate:
    """Retire a template on one person's word: that can only make less possible."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, template_id: UUID, expected_version: int, why: str
    ) -> Template:
        """Return the retired template.

        Raises:
            TemplateNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is retired already.
        """
        with self.unit_of_work() as tx:
            template = tx.templates.get(template_id, lock=True)
            if template.version != expected_version:
                raise StaleVersion("The template changed since you read it: read it again.")
            retired = template.retire(by=caller.person, why=why, at=self.clock.now())
            tx.templates.save(retired)
            tx.audit.record(
                caller, "alerts:retire-template", str(template_id), template.digest, why=why
            )
        return retired
