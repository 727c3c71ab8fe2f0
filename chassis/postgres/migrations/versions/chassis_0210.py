"""What the audit log is searched by: time, who did it, what it was done to."""

from alembic import op

revision = "chassis_0210"
down_revision = "chassis_0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE INDEX audit_log_at ON audit_log (at, entry_id)
    """)
    op.execute("""
CREATE INDEX audit_log_actor ON audit_log (actor, at)
    """)
    op.execute("""
CREATE INDEX audit_log_resource ON audit_log (resource, at)
    """)
