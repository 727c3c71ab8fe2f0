"""By which name the audit log knows whom, with a salt that is destroyed on erasure."""

from alembic import op

revision = "chassis_0150"
down_revision = "chassis_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE audit_names (
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    salt BYTEA,
    PRIMARY KEY (name)
)
    """)
    op.execute("""
CREATE INDEX audit_names_subject ON audit_names (subject)
    """)
    op.execute("""
CREATE UNIQUE INDEX audit_names_salted ON audit_names (subject) WHERE salt IS NOT NULL
    """)
