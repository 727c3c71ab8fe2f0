"""The table of devices with an app that gets notifications."""

from typing import Final

from sqlalchemy import Column, DateTime, Index, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_WHO: Final = personal(
    "sending alerts that were asked for", "public task", "until the person stops"
)

DEVICES: Final = Table(
    "devices",
    METADATA,
    Column("device_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, info=_WHO),
    Column("platform", Text, nullable=False, info=_WHO),
    Column("name", Text, nullable=False, info=_WHO),
    Column("token_digest", LargeBinary, nullable=False, info=_WHO),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Index("devices_of_token", "token_digest", unique=True),
    Index("devices_of_subject", "subject"),
)
"""The token itself stands in `channels`, where every address does."""
