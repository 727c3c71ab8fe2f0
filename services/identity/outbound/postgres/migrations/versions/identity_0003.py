"""Organisations, their premises, and where postcodes are. It only adds."""

from alembic import op

revision = "identity_0003"
down_revision = "identity_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE organisations (
    organisation_id UUID NOT NULL,
    name TEXT NOT NULL,
    sectors TEXT[] NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (organisation_id)
)
    """)

    op.execute("""
CREATE TABLE premises (
    premises_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    name TEXT,
    address TEXT[],
    postcode TEXT,
    type TEXT,
    capacity BIGINT,
    given_latitude DOUBLE PRECISION,
    given_longitude DOUBLE PRECISION,
    regions TEXT[] NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    version BIGINT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (premises_id)
)
    """)

    op.execute("""
CREATE INDEX premises_of_organisation ON premises (organisation_id, added_at, premises_id)
    WHERE removed_at IS NULL
    """)

    op.execute("ALTER TABLE subscribers ADD COLUMN organisation_id UUID")

    op.execute("""
CREATE INDEX subscribers_of_organisation ON subscribers (organisation_id)
    """)

    op.execute("""
CREATE INDEX subscribers_without_organisation ON subscribers (subject)
    WHERE organisation_id IS NULL AND organisation_name <> ''
    """)

    op.execute("ALTER TABLE postcodes ADD COLUMN latitude DOUBLE PRECISION")

    op.execute("ALTER TABLE postcodes ADD COLUMN longitude DOUBLE PRECISION")
