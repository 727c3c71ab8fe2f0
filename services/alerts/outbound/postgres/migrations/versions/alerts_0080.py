"""Seats, and the way of alerts along them. It only adds."""

from alembic import op

revision = "alerts_0080"
down_revision = "alerts_0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE seats (
    seat_id UUID NOT NULL,
    version BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    role TEXT NOT NULL,
    region TEXT NOT NULL,
    sector TEXT NOT NULL,
    district TEXT NOT NULL,
    holder TEXT,
    holder_until TIMESTAMP WITH TIME ZONE,
    deputy TEXT,
    deputy_until TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (seat_id)
)
    """)

    op.execute("CREATE INDEX seats_of_region ON seats (region) WHERE active")

    op.execute("CREATE INDEX seats_of_holder ON seats (holder) WHERE holder IS NOT NULL")

    op.execute("CREATE INDEX seats_of_deputy ON seats (deputy) WHERE deputy IS NOT NULL")

    op.execute("""
CREATE TABLE cascade_steps (
    step_id UUID NOT NULL,
    alert_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    region TEXT NOT NULL,
    sector TEXT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rung TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    done_at TIMESTAMP WITH TIME ZONE,
    done_by TEXT,
    done_as TEXT,
    context TEXT,
    context_tlp TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (step_id),
    UNIQUE (alert_id, region, sector)
)
    """)

    op.execute("CREATE INDEX cascade_steps_due ON cascade_steps (due_at) WHERE state = 'WAITING'")

    op.execute("""
CREATE INDEX cascade_steps_done_by ON cascade_steps (done_by) WHERE done_by IS NOT NULL
    """)

    op.execute("CREATE INDEX cascade_steps_over ON cascade_steps (given_at)")

    op.execute("""
CREATE TABLE cascade_members (
    alert_id UUID NOT NULL,
    recipient_id UUID NOT NULL,
    region TEXT NOT NULL,
    sector TEXT NOT NULL,
    PRIMARY KEY (alert_id, recipient_id, region, sector)
)
    """)

    op.execute("CREATE INDEX cascade_members_of_recipient ON cascade_members (recipient_id)")

    op.execute("""
CREATE TABLE branch_reports (
    report_id UUID NOT NULL,
    alert_id UUID NOT NULL,
    region TEXT NOT NULL,
    sector TEXT NOT NULL,
    text TEXT NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_by TEXT NOT NULL,
    PRIMARY KEY (report_id)
)
    """)

    op.execute("""
CREATE INDEX branch_reports_of_alert ON branch_reports (alert_id, told_at, report_id)
    """)

    op.execute("CREATE INDEX branch_reports_by ON branch_reports (told_by)")

    op.execute("ALTER TABLE dispatches ADD COLUMN region TEXT NOT NULL DEFAULT ''")

    op.execute("ALTER TABLE dispatches ADD COLUMN sector TEXT NOT NULL DEFAULT ''")

    op.execute("ALTER TABLE dispatches DROP CONSTRAINT dispatches_pkey")

    op.execute("""
ALTER TABLE dispatches ADD PRIMARY KEY (alert_id, alert_version, region, sector)
    """)
