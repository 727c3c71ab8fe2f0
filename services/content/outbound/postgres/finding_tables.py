"""The tables of searches that found nothing: digests, and texts that many looked for."""

from typing import Final

from sqlalchemy import Column, Date, Index, LargeBinary, SmallInteger, Table, Text

from services.content.outbound.postgres.tables import METADATA

GAP_SIGHTINGS: Final = Table(
    "gap_sightings",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("sighted_on", Date, primary_key=True),
    Column("bucket", SmallInteger, primary_key=True),
    Index("gap_sightings_by_day", "sighted_on"),
)

GAP_TEXTS: Final = Table(
    "gap_texts",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("text", Text, nullable=False),
)
