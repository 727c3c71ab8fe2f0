"""Response levels of premises' own, and the mails about them. It only adds."""

from alembic import op

revision = "alerts_0120"
down_revision = "alerts_0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE site_overrides (
    override_id UUID NOT NULL,
    premises_id UUID NOT NULL,
    organisation_id TEXT NOT NULL,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    version BIGINT NOT NULL,
    response TEXT NOT NULL,
    reason TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told TEXT NOT NULL,
    told_number INTEGER NOT NULL,
    "end" TEXT,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT,
    ended_why TEXT,
    PRIMARY KEY (override_id),
    UNIQUE (premises_id, number)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX site_overrides_live ON site_overrides (premises_id) WHERE "end" IS NULL
    """)

    op.execute("""
CREATE INDEX site_overrides_decided_by ON site_overrides (decided_by)
    """)

    op.execute("""
CREATE TABLE site_notices (
    notice_id UUID NOT NULL,
    override_id UUID NOT NULL,
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    attempts SMALLINT NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    given_up TEXT NOT NULL,
    PRIMARY KEY (notice_id),
    UNIQUE (override_id, version, subject)
)
    """)

    op.execute("""
CREATE INDEX site_notices_due ON site_notices (due_at) WHERE sent_at IS NULL AND given_up = ''
    """)
