"""People are told by mail of a reminder to confirm, a share of everybody at a time."""

from alembic import op

revision = "content_0370"
down_revision = "content_0361"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Reminders of before are told to nobody: their mail would come late."""
    op.execute("ALTER TABLE receipt_reminders ADD COLUMN next_share SMALLINT")
    op.execute(
        "CREATE INDEX receipt_reminders_to_tell ON receipt_reminders (reminded_at)"
        " WHERE next_share IS NOT NULL"
    )
