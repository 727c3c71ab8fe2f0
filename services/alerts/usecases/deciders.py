"""Whose pseudonym stands in the decision log, where the record still names them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kernel.ports import Pseudonyms
from services.alerts.domain.decision import Decision


class Record(Protocol):
    """What people decided about, which names them."""

    @property
    def people(self) -> frozenset[str]:
        """Everyone who had a hand in it."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and who took it; `subject` is None where nobody is named any more."""

    decision: Decision
    subject: str | None


def named(
    decisions: Iterable[Decision], records: Iterable[Record], pseudonyms: Pseudonyms
) -> list[Decided]:
    """Return each decision with its decider, as far as one of the records names them."""
    people = {person for record in records for person in record.people}
    known = {pseudonyms.of(person): person for person in people}
    return [Decided(each, known.get(each.actor)) for each in decisions]
