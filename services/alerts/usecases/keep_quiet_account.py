"""Keep what identity tells of when an account would rather be left alone."""

from dataclasses import dataclass

from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepQuietAccount:
    """Take what identity tells; an older version, or the same again, changes nothing."""

    unit_of_work: UnitOfWork

    def __call__(self, account: QuietAccount) -> bool:
        """Tell whether it was news."""
        with self.unit_of_work() as tx:
            return tx.quiet_accounts.keep(account)
