"""The tables of the audience: our copies of organisations and their premises.

What no row of an audience asks for is not kept: no name, no address, no capacity.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_WHERE: Final = personal(
    "warning the people of an organisation about its premises",
    "public task",
    "until the premises are removed or nobody acts for the organisation",
)
"""Of somebody who works alone, or at home, it says where they are."""

ORGANISATIONS: Final = Table(
    "organisations",
    METADATA,
    Column("organisation_id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("sectors", ARRAY(Text), nullable=False, info=_WHERE),
    Column("changed_at", _MOMENT, nullable=False, server_default=text("clock_timestamp()")),
    Index("organisations_changed", "changed_at"),
)

PREMISES: Final = Table(
    "premises",
    METADATA,
    Column("premises_id", UUID(as_uuid=True), primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("regions", ARRAY(Text), nullable=False, info=_WHERE),
    Column("type", Text, nullable=False, info=_WHERE),
    Column("latitude", Integer, info=_WHERE),
    Column("longitude", Integer, info=_WHERE),
    Column("changed_at", _MOMENT, nullable=False, server_default=text("clock_timestamp()")),
    Index("premises_of_organisation", "organisation_id"),
    Index("premises_changed", "changed_at"),
    Index(
        "premises_at",
        "latitude",
        "longitude",
        "organisation_id",
        postgresql_where=text("active AND latitude IS NOT NULL"),
    ),
)
"""Latitude and longitude in microdegrees. Of removed premises whose they were is left."""
