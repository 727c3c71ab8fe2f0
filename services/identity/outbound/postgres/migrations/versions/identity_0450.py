"""When notices of a closing were sent, and complaints that outlast an account. It only adds.

Notices that were written before anybody kept whether they were sent are written again.
"""

from alembic import op

revision = "identity_0450"
down_revision = "identity_0441"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE sightings ADD COLUMN first_told_at TIMESTAMP WITH TIME ZONE")
    op.execute("ALTER TABLE sightings ADD COLUMN last_told_at TIMESTAMP WITH TIME ZONE")
    op.execute("UPDATE sightings SET warned = NULL WHERE warned IS NOT NULL")
    op.execute(
        "ALTER TABLE complaints ADD COLUMN forget_when_answered BOOLEAN NOT NULL DEFAULT false"
    )
