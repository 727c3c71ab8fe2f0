"""Who took a decision, as long as the audit log knows whose name stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Audit
from services.alerts.domain.decision import Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and who took it; `subject` is None for the clock, and for who was erased."""

    decision: Decision
    subject: str | None


def named(audit: Audit, decisions: Sequence[Decision]) -> list[Decided]:
    """Return each decision with its decider, whatever became of what it was about."""
    people = audit.people({each.actor for each in decisions if each.actor})
    return [Decided(each, people.get(each.actor)) for each in decisions]
