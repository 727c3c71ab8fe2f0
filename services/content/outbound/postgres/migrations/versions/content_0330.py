"""What readers say of documents."""

from alembic import op

revision = "content_0330"
down_revision = "content_0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE remarks (
    remark_id UUID NOT NULL,
    version BIGINT NOT NULL,
    document_id UUID NOT NULL,
    document_version BIGINT NOT NULL,
    useful BOOLEAN NOT NULL,
    comment TEXT NOT NULL,
    status TEXT NOT NULL,
    left_at TIMESTAMP WITH TIME ZONE NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (remark_id)
)
    """)
    op.execute("CREATE INDEX remarks_queue ON remarks (status, left_at, remark_id)")
    op.execute("CREATE INDEX remarks_of_document ON remarks (document_id)")
    op.execute("CREATE INDEX remarks_left ON remarks (left_at)")
