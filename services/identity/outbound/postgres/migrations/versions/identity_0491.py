"""Links by which a first second factor is added, and resets of those that were lost.

What the version before keeps beside these does not touch them.
"""

from alembic import op

revision = "identity_0491"
down_revision = "identity_0490"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE factor_links (
    subject TEXT NOT NULL,
    digest BYTEA NOT NULL,
    good_until TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (subject)
)
    """)
    op.execute("CREATE INDEX ix_factor_links_good_until ON factor_links (good_until)")
    op.execute("""
CREATE TABLE factor_resets (
    reset_id UUID NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_by TEXT,
    due_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (reset_id),
    UNIQUE (subject)
)
    """)
    op.execute("CREATE INDEX ix_factor_resets_due_at ON factor_resets (due_at)")
