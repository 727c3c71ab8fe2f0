"""Where people have something to lose: organisations, premises, and the points of postcodes.

All of it comes with identity's next word, or its `republish`.
"""

from alembic import op

revision = "alerts_0010"
down_revision = "alerts_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE organisations (
    organisation_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    sectors TEXT[] NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation_id)
)
    """)

    op.execute("""
CREATE INDEX organisations_changed ON organisations (changed_at)
    """)

    op.execute("""
CREATE TABLE premises (
    premises_id UUID NOT NULL,
    organisation_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    regions TEXT[] NOT NULL,
    type TEXT NOT NULL,
    latitude INTEGER,
    longitude INTEGER,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (premises_id)
)
    """)

    op.execute("""
CREATE INDEX premises_of_organisation ON premises (organisation_id)
    """)

    op.execute("""
CREATE INDEX premises_changed ON premises (changed_at)
    """)

    op.execute("""
CREATE INDEX premises_at ON premises (latitude, longitude, organisation_id)
    WHERE active AND latitude IS NOT NULL
    """)

    op.execute("""
ALTER TABLE recipients ADD COLUMN points INTEGER[] NOT NULL DEFAULT '{}'
    """)
