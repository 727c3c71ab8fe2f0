"""Everything that analytics holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import HeldRow
from services.analytics.domain.usage import Usage
from services.analytics.usecases.ports import Pseudonyms, UnitOfWork
from services.analytics.usecases.pseudonyms_of import pseudonyms_of

PURPOSE: Final = "counting how the platform is used, under a name that changes each day"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15): the key finds their daily names."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it, oldest first; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            names = pseudonyms_of(subject, tx.usages.period(), self.pseudonyms)
            mine = [_row(each) for each in tx.usages.of_pseudonyms(names)]
            return [*mine, *tx.plumbing.export(subject)]


def _row(usage: Usage) -> HeldRow:
    return (
        "usage_events",
        PURPOSE,
        {
            "metric": usage.metric,
            "occurred_at": usage.occurred_at.isoformat(),
            "tier": usage.tier.name,
            "region": usage.region,
            "sector": usage.sector,
            "detail": usage.detail,
        },
    )
