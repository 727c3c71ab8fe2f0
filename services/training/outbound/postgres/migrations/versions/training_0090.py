"""When a package that waits for the scanner is to be scanned: who waits in vain goes behind."""

from alembic import op

revision = "training_0090"
down_revision = "training_0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE packages ADD COLUMN scan_due_at TIMESTAMP WITH TIME ZONE")
