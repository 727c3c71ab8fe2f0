"""Everything that content holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import HeldRow
from services.content.usecases.ports import UnitOfWork

PURPOSE: Final = "accountability of who published what"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            mine = [
                (
                    "documents",
                    PURPOSE,
                    {
                        "document_id": each.document_id,
                        "title": each.content.title,
                        "changed_at": each.changed_at.isoformat(),
                    },
                )
                for each in tx.documents.changed_by(subject)
            ]
            return [*mine, *tx.plumbing.export(subject)]
