"""Everything that identity holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import HeldRow
from services.identity.domain.errors import SubscriberNotFound
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect every row about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return (table, purpose, row); nothing for someone who is not known here."""
        with self.unit_of_work() as tx:
            try:
                person = tx.subscribers.get(subject)
            except SubscriberNotFound:
                return []
            return tx.personal_data.export(person)
