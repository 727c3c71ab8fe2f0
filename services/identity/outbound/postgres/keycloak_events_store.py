"""How far what is done at Keycloak was heeded, in PostgreSQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from services.identity.domain.account_at_keycloak import KeycloakEvent
from services.identity.outbound.postgres.keycloak_tables import HEEDED_EVENTS, KEYCLOAK_WATCH


@dataclass(frozen=True, slots=True)
class PostgresHeedEvents:
    """The position and the events of the last minutes, on one transaction."""

    connection: Connection

    def since(self, now: datetime) -> datetime:
        """Return until when all was heeded, locked; at first it is now."""
        first = insert(KEYCLOAK_WATCH).values(one=True, heeded_until=now)
        self.connection.execute(first.on_conflict_do_nothing())
        position = select(KEYCLOAK_WATCH.c.heeded_until).with_for_update()
        until: datetime = self.connection.execute(position).scalar_one()
        return until

    def unheeded(self, event_ids: Collection[str]) -> frozenset[str]:
        """Return which of these are not kept."""
        kept = select(HEEDED_EVENTS.c.event_id).where(HEEDED_EVENTS.c.event_id.in_(event_ids))
        return frozenset(event_ids) - set(self.connection.execute(kept).scalars())

    def heed(self, event: KeycloakEvent) -> bool:
        """Insert one; False if it was there."""
        added = insert(HEEDED_EVENTS).values(event_id=event.event_id, at=event.at)
        once = added.on_conflict_do_nothing().returning(HEEDED_EVENTS.c.event_id)
        return self.connection.execute(once).first() is not None

    def looked(self, until: datetime, *, forget_before: datetime) -> None:
        """Move the position on, never back, and delete what is older than is asked for."""
        self.connection.execute(
            update(KEYCLOAK_WATCH).values(
                heeded_until=func.greatest(KEYCLOAK_WATCH.c.heeded_until, until)
            )
        )
        self.connection.execute(delete(HEEDED_EVENTS).where(HEEDED_EVENTS.c.at < forget_before))
