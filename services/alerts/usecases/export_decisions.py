"""Everything that was decided, for an inquiry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.pages import Place
from kernel.principals import Principal
from services.alerts.usecases.deciders import Decided, named
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDecisions:
    """Return what was decided between two moments about any alert; asking goes on record too."""

    unit_of_work: UnitOfWork

    def __call__(
        self,
        caller: Principal,
        *,
        since: datetime,
        until: datetime,
        after: Place | None,
        size: int,
    ) -> tuple[Sequence[Decided], Place | None]:
        """Return a page, oldest first, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.decisions.between(since, until, after=after, size=size + 1)
            page = found[:size]
            decided = named(tx.audit, page)
            tx.audit.record(
                caller,
                "inquiry:export",
                "decisions",
                since=since.isoformat(),
                until=until.isoformat(),
                rows=len(page),
            )
        last = page[-1] if len(found) > size else None
        onward = None if last is None else Place(last.at, last.entry_id)
        return decided, onward
