"""Keep where somebody who may be paged is reached."""

from dataclasses import dataclass

from services.alerts.usecases.page_ports import Officer
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOfficer:
    """Take what identity tells; an older version, or the same again, changes nothing."""

    unit_of_work: UnitOfWork

    def __call__(self, officer: Officer) -> bool:
        """Tell whether it was news."""
        with self.unit_of_work() as tx:
            return tx.paging.keep_officer(officer)
