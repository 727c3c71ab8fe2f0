"""Seats: who stands for a region or a sector. It only adds."""

from alembic import op

revision = "identity_0080"
down_revision = "identity_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE seats (
    seat_id UUID NOT NULL,
    role TEXT NOT NULL,
    region TEXT NOT NULL,
    sector TEXT NOT NULL,
    district TEXT NOT NULL,
    holder TEXT,
    holder_since TIMESTAMP WITH TIME ZONE,
    holder_until TIMESTAMP WITH TIME ZONE,
    holder_by TEXT,
    deputy TEXT,
    deputy_since TIMESTAMP WITH TIME ZONE,
    deputy_until TIMESTAMP WITH TIME ZONE,
    deputy_by TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (seat_id)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX seats_there_once ON seats (role, region, sector, district)
    WHERE closed_at IS NULL
    """)

    op.execute("""
CREATE INDEX seats_of_holder ON seats (holder) WHERE holder IS NOT NULL
    """)

    op.execute("""
CREATE INDEX seats_of_deputy ON seats (deputy) WHERE deputy IS NOT NULL
    """)
