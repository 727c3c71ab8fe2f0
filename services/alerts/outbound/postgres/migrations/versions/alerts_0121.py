"""What an all-clear, and what was added on the way of an alert, says in Welsh. It only adds."""

from alembic import op

revision = "alerts_0121"
down_revision = "alerts_0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE alerts ADD COLUMN proposal_text_cy TEXT")
    op.execute("ALTER TABLE alerts ADD COLUMN ending_text_cy TEXT")
    op.execute("ALTER TABLE cascade_steps ADD COLUMN context_cy TEXT")
