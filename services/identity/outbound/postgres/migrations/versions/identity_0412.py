"""What one account reads of others in a day, and sends through us. It only adds."""

from alembic import op

revision = "identity_0412"
down_revision = "identity_0411"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE record_reads (
    reader TEXT NOT NULL,
    person TEXT NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (reader, person)
)
    """)

    op.execute("CREATE INDEX record_reads_of_person ON record_reads (person)")

    op.execute("CREATE INDEX ix_record_reads_read_at ON record_reads (read_at)")

    op.execute("""
CREATE TABLE record_freezes (
    reader TEXT NOT NULL,
    frozen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    records BIGINT NOT NULL,
    PRIMARY KEY (reader)
)
    """)

    op.execute("""
CREATE TABLE relayed (
    relayed_id UUID NOT NULL,
    sender TEXT NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (relayed_id)
)
    """)

    for column in ("sender", "sent_at"):
        op.execute(f"CREATE INDEX ix_relayed_{column} ON relayed ({column})")
