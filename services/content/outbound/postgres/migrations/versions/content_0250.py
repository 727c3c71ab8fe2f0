"""Searches that found nothing."""

from alembic import op

revision = "content_0250"
down_revision = "content_0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE gap_sightings (
    digest BYTEA NOT NULL,
    sighted_on DATE NOT NULL,
    bucket SMALLINT NOT NULL,
    PRIMARY KEY (digest, sighted_on, bucket)
)
    """)

    op.execute("""
CREATE INDEX gap_sightings_by_day ON gap_sightings (sighted_on)
    """)

    op.execute("""
CREATE TABLE gap_texts (
    digest BYTEA NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (digest)
)
    """)
