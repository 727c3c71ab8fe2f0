"""Propose words by which one person may warn alone."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.freeze import Word
from services.alerts.domain.template import Template, TemplateContent
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeTemplate:
    """Keep a template that nobody may use yet."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, content: TemplateContent, key: RequestKey) -> Template:
        """Return the template; the same key gives the same one.

        Raises:
            Invalid: the content breaks a rule; each field is named.
            IdempotencyKeyReused: the key came with another body.
        """
        now = self.clock.now()
        template = Template(
            template_id=self.ids.new(),
            version=1,
            content=content,
            proposed=Word(by=caller.person, at=now),
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(template.template_id))
            if earlier is not None:
                return tx.templates.get(UUID(earlier))
            if wrong := content.violations(now):
                raise Invalid(*wrong)
            tx.templates.add(template)
            tx.audit.record(
                caller, "alerts:propose-template", str(template.template_id), template.digest
            )
        return template
