"""Seats have associates, and a place has several.

The version before knows nothing of the columns, and fills one seat of a place as before.
"""

from alembic import op

revision = "identity_0475"
down_revision = "identity_0470"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE seats
    ADD COLUMN associate TEXT,
    ADD COLUMN associate_since TIMESTAMP WITH TIME ZONE,
    ADD COLUMN associate_until TIMESTAMP WITH TIME ZONE,
    ADD COLUMN associate_by TEXT
    """)

    op.execute("""
CREATE INDEX seats_of_place ON seats (role, region, sector, district) WHERE closed_at IS NULL
    """)

    op.execute("""
CREATE INDEX seats_of_associate ON seats (associate) WHERE associate IS NOT NULL
    """)

    op.execute("DROP INDEX seats_there_once")
