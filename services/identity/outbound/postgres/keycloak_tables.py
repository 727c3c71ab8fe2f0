"""How far what is done at Keycloak was heeded; beside the tables of `tables.py`."""

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Table, Text

from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)

KEYCLOAK_WATCH: Final = Table(
    "keycloak_watch",
    METADATA,
    Column("one", Boolean, primary_key=True),
    Column("heeded_until", _MOMENT, nullable=False),
    CheckConstraint("one", name="keycloak_watch_is_one"),
)
"""One row: until when everything was heeded."""

HEEDED_EVENTS: Final = Table(
    "heeded_events",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("at", _MOMENT, nullable=False, index=True),
)
"""The events of the last minutes by their random ids, so that none is heeded twice."""
