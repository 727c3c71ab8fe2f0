"""What a service's triggers call to wake the loops of its `work` when a transaction commits."""

from alembic import op

revision = "chassis_0200"
down_revision = "chassis_0150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE FUNCTION tell_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY work;
    RETURN NULL;
END $$
    """)
