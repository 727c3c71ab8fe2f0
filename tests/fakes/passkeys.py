"""Passkeys in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from services.identity.domain.errors import PasskeyKnown
from services.identity.domain.passkey import Passkey


@dataclass
class MemoryPasskeys:
    """Passkeys in a dictionary."""

    kept: dict[UUID, Passkey] = field(default_factory=dict)
    spent: dict[bytes, datetime] = field(default_factory=dict)

    def add(self, passkey: Passkey) -> None:
        if self.find(passkey.credential_id) is not None:
            raise PasskeyKnown("This passkey is registered already.")
        self.kept[passkey.passkey_id] = passkey

    def of(self, subject: str) -> Sequence[Passkey]:
        found = [each for each in self.kept.values() if each.subject == subject]
        return sorted(found, key=lambda each: (each.registered_at, each.passkey_id))

    def find(self, credential_id: bytes) -> Passkey | None:
        found = (each for each in self.kept.values() if each.credential_id == credential_id)
        return next(found, None)

    def save(self, passkey: Passkey) -> None:
        self.kept[passkey.passkey_id] = replace(
            self.kept[passkey.passkey_id],
            sign_count=passkey.sign_count,
            used_at=passkey.used_at,
        )

    def remove(self, passkey_id: UUID) -> None:
        self.kept.pop(passkey_id, None)

    def spend(self, challenge: bytes, *, until: datetime, at: datetime) -> bool:
        self.spent = {key: end for key, end in self.spent.items() if end >= at}
        if challenge in self.spent:
            return False
        self.spent[challenge] = until
        return True
