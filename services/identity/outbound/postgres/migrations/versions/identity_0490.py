"""How often each account said when it would be left alone: its quiet hours are told by that.

Those that stand count as said once, so that `republish` tells of them. Of what the version before
keeps beside this one only the addresses are told, as before, until it is said again.
"""

from alembic import op

revision = "identity_0490"
down_revision = "identity_0475"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE quiet_hours_said (
    subject TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (subject)
)
    """)

    op.execute("INSERT INTO quiet_hours_said (subject, version) SELECT subject, 1 FROM quiet_hours")
