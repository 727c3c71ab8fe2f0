"""Whose pseudonym stands in the decision log, where the record of an alert still names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.ports import Pseudonyms
from services.alerts.domain.alert import Alert
from services.alerts.domain.decision import Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and who took it; `subject` is None where nobody is named any more."""

    decision: Decision
    subject: str | None


def named(
    decisions: Iterable[Decision], alerts: Iterable[Alert], pseudonyms: Pseudonyms
) -> list[Decided]:
    """Return each decision with its decider, as far as one of the alerts names them."""
    people = {person for alert in alerts for person in alert.people}
    known = {pseudonyms.of(person): person for person in people}
    return [Decided(each, known.get(each.actor)) for each in decisions]
