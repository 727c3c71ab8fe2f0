"""The devices in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from services.alerts.domain.device import Device, Platform
from services.alerts.outbound.postgres.device_tables import DEVICES

_D: Final = DEVICES.c


@dataclass(frozen=True, slots=True)
class PostgresDevices:
    """The devices on one transaction."""

    connection: Connection

    def holding(self, digest: bytes) -> Device | None:
        """Return the device that has a token; a lock on the token stands for one that none has."""
        place = int.from_bytes(digest[:8], signed=True)
        self.connection.execute(select(func.pg_advisory_xact_lock(place)))
        return self._one(select(DEVICES).where(_D.token_digest == digest))

    def find(self, device_id: UUID) -> Device | None:
        """Return one, its row locked until the transaction ends."""
        return self._one(select(DEVICES).where(_D.device_id == device_id).with_for_update())

    def keep(self, device: Device) -> None:
        """Insert or replace one."""
        values = {
            "device_id": device.device_id,
            "subject": device.subject,
            "platform": device.platform.name,
            "name": device.name,
            "token_digest": device.token_digest,
            "registered_at": device.registered_at,
        }
        statement = insert(DEVICES).values(values)
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_D.device_id],
                set_={name: statement.excluded[name] for name in values},
            )
        )

    def of(self, subject: str) -> Sequence[Device]:
        """Return a person's, oldest first."""
        query = (
            select(DEVICES).where(_D.subject == subject).order_by(_D.registered_at, _D.device_id)
        )
        return [_device(row) for row in self.connection.execute(query)]

    def remove(self, device_id: UUID) -> None:
        """Delete one."""
        self.connection.execute(delete(DEVICES).where(_D.device_id == device_id))

    def forget(self, subject: str) -> int:
        """Delete all of a person's; return how many."""
        return self.connection.execute(delete(DEVICES).where(_D.subject == subject)).rowcount

    def _one(self, query: Any) -> Device | None:
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _device(row)


def _device(row: Row[Any]) -> Device:
    return Device(
        device_id=row.device_id,
        subject=row.subject,
        platform=Platform[row.platform],
        name=row.name,
        token_digest=row.token_digest,
        registered_at=row.registered_at,
    )
