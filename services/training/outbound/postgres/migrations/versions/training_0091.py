"""Packages that are shown are scanned once: some came before any were, and no row says which."""

from alembic import op

revision = "training_0091"
down_revision = "training_0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
UPDATE packages SET scan_due_at = clock_timestamp() WHERE state IN ('PROPOSED', 'PUBLISHED')
    """)
