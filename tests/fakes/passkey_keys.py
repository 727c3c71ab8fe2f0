"""By which keys sign-ins by passkey are signed, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.alerts.domain.passkey_key import PasskeyKey


@dataclass
class MemoryPasskeyKeys:
    """The keys in a list."""

    kept: list[PasskeyKey] = field(default_factory=list)
    told_at: datetime | None = None

    def keep(self, keys: Sequence[PasskeyKey], *, told_at: datetime) -> bool:
        if self.told_at is not None and self.told_at >= told_at:
            return False
        self.kept, self.told_at = list(keys) or self.kept, told_at
        return True

    def all(self) -> Sequence[PasskeyKey]:
        return sorted(self.kept, key=lambda each: each.key_id)
