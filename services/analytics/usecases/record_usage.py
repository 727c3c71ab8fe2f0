"""Count an event that a service told of."""

from dataclasses import dataclass

from services.analytics.domain.usage import Usage
from services.analytics.usecases.keeping import Keeping
from services.analytics.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUsage:
    """Keep an event once, however often it comes."""

    unit_of_work: UnitOfWork
    keeping: Keeping

    def __call__(self, usage: Usage) -> bool:
        """Return whether it was new.

        Raises:
            UsageUnfit: it cannot be counted.
        """
        usage.check(kept_from=self.keeping.first(), today=self.keeping.today())
        with self.unit_of_work() as tx:
            return tx.usages.add(usage) == 1
