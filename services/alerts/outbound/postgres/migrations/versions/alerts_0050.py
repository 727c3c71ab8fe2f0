"""What people answer to alerts, who helps, and who is paged when nobody does."""

from alembic import op

revision = "alerts_0050"
down_revision = "alerts_0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE answers (
    thread_id UUID NOT NULL,
    answerer TEXT NOT NULL,
    version BIGINT NOT NULL,
    alert_id UUID NOT NULL,
    subject TEXT,
    recipient_id UUID,
    regions TEXT[] NOT NULL,
    region TEXT NOT NULL,
    answer TEXT NOT NULL,
    way TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (thread_id, answerer)
)
    """)

    op.execute("""
CREATE INDEX answers_of_subject ON answers (subject) WHERE subject IS NOT NULL
    """)

    op.execute("""
CREATE INDEX answers_over ON answers (answered_at)
    """)

    op.execute("""
CREATE TABLE answer_history (
    thread_id UUID NOT NULL,
    answerer TEXT NOT NULL,
    version BIGINT NOT NULL,
    alert_id UUID NOT NULL,
    subject TEXT,
    answer TEXT NOT NULL,
    way TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (thread_id, answerer, version)
)
    """)

    op.execute("""
CREATE INDEX answer_history_of_subject ON answer_history (subject) WHERE subject IS NOT NULL
    """)

    op.execute("""
CREATE INDEX answer_history_over ON answer_history (answered_at)
    """)

    op.execute("""
CREATE TABLE help_shifts (
    staffing_id UUID NOT NULL,
    version BIGINT NOT NULL,
    queue TEXT NOT NULL,
    officer TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    left_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (staffing_id)
)
    """)

    op.execute("""
CREATE INDEX help_shifts_until ON help_shifts (until)
    """)

    op.execute("""
CREATE TABLE help_requests (
    help_id UUID NOT NULL,
    version BIGINT NOT NULL,
    thread_id UUID NOT NULL,
    alert_id UUID NOT NULL,
    answerer TEXT NOT NULL,
    subject TEXT,
    recipient_id UUID,
    regions TEXT[] NOT NULL,
    queue TEXT NOT NULL,
    call_back TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    taken_by TEXT,
    taken_at TIMESTAMP WITH TIME ZONE,
    closed_by TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT,
    PRIMARY KEY (help_id)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX help_requests_open_once ON help_requests (thread_id, answerer)
    WHERE state <> 'CLOSED'
    """)

    op.execute("""
CREATE INDEX help_requests_open ON help_requests (asked_at, help_id) WHERE state <> 'CLOSED'
    """)

    op.execute("""
CREATE INDEX help_requests_of_subject ON help_requests (subject) WHERE subject IS NOT NULL
    """)

    op.execute("""
CREATE INDEX help_requests_over ON help_requests (closed_at) WHERE state = 'CLOSED'
    """)

    op.execute("""
CREATE TABLE officers (
    subject TEXT NOT NULL,
    version BIGINT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (subject)
)
    """)

    op.execute("""
CREATE TABLE page_runs (
    run_id UUID NOT NULL,
    why TEXT NOT NULL,
    alert_id UUID NOT NULL,
    alert_version BIGINT NOT NULL,
    region TEXT NOT NULL,
    rung SMALLINT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_why TEXT NOT NULL,
    PRIMARY KEY (run_id),
    UNIQUE (alert_id, why, alert_version, region)
)
    """)

    op.execute("""
CREATE INDEX page_runs_due ON page_runs (due_at) WHERE closed_at IS NULL
    """)

    op.execute("""
CREATE TABLE pages (
    page_id UUID NOT NULL,
    run_id UUID NOT NULL,
    rung SMALLINT NOT NULL,
    why TEXT NOT NULL,
    alert_id UUID NOT NULL,
    region TEXT NOT NULL,
    subject TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    attempts SMALLINT NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    given_up TEXT NOT NULL,
    PRIMARY KEY (page_id),
    UNIQUE (run_id, rung, subject)
)
    """)

    op.execute("""
CREATE INDEX pages_due ON pages (due_at) WHERE sent_at IS NULL AND given_up = ''
    """)

    op.execute("""
CREATE INDEX alerts_paged ON alerts (status) WHERE status IN ('SUBMITTED', 'ISSUED')
    """)

    op.execute("""
CREATE TABLE reporters (
    thread_id UUID NOT NULL,
    subject TEXT NOT NULL,
    version BIGINT NOT NULL,
    region TEXT NOT NULL,
    window_at TIMESTAMP WITH TIME ZONE NOT NULL,
    taps SMALLINT NOT NULL,
    PRIMARY KEY (thread_id, subject)
)
    """)

    op.execute("""
CREATE INDEX reporters_of_subject ON reporters (subject)
    """)

    op.execute("""
CREATE TABLE sightings (
    thread_id UUID NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (thread_id, subject, kind)
)
    """)

    op.execute("""
CREATE INDEX sightings_over ON sightings (seen_at)
    """)
