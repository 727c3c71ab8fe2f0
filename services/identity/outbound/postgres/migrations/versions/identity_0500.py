"""Looks at what is held of whoever has alerts without an account."""

from alembic import op

revision = "identity_0500"
down_revision = "identity_0491"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE held_looks (
    proof BYTEA NOT NULL,
    contact_digest TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (proof)
)
    """)
    op.execute("CREATE INDEX ix_held_looks_contact_digest ON held_looks (contact_digest)")
    op.execute("CREATE INDEX ix_held_looks_made_at ON held_looks (made_at)")
