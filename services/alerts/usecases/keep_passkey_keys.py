"""Keep by which keys identity signs sign-ins by passkey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.alerts.domain.passkey_key import PasskeyKey
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPasskeyKeys:
    """Take what a heartbeat says: a key that is not in it is good no more."""

    unit_of_work: UnitOfWork

    def __call__(self, keys: Sequence[PasskeyKey], *, told_at: datetime) -> bool:
        """Tell whether it was news; an older word changes nothing."""
        with self.unit_of_work() as tx:
            return tx.passkey_keys.keep(keys, told_at=told_at)
