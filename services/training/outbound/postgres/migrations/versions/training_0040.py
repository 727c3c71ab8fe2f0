"""When an attempt's time is up, and how much of it learners chose."""

from alembic import op

revision = "training_0040"
down_revision = "training_0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE attempts ADD COLUMN due_at TIMESTAMP WITH TIME ZONE")

    op.execute("""
CREATE INDEX attempts_due ON attempts (due_at) WHERE submitted_at IS NULL AND due_at IS NOT NULL
    """)

    op.execute("""
CREATE TABLE extra_times (
    subject TEXT NOT NULL,
    percent INTEGER NOT NULL,
    chosen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (subject)
)
    """)
