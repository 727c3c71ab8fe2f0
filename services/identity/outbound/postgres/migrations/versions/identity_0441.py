"""Complaints about how personal data is handled. It only adds."""

from alembic import op

revision = "identity_0441"
down_revision = "identity_0440"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE complaints (
    complaint_id UUID NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    about TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    acknowledged_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT NOT NULL DEFAULT '',
    answered_by TEXT,
    answered_at TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    PRIMARY KEY (complaint_id)
)
    """)

    op.execute("CREATE INDEX complaints_oldest_first ON complaints (made_at, complaint_id)")

    op.execute("CREATE INDEX complaints_of_email ON complaints (lower(email))")
