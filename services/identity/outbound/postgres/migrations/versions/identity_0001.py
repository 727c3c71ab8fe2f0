"""People, applications, cases, and what waits to be carried out."""

from alembic import op

revision = "identity_0001"
down_revision = None
branch_labels = ("identity",)
depends_on = "chassis_0001"


def upgrade() -> None:
    op.execute("""
CREATE TABLE applications (
    application_id UUID NOT NULL,
    token_digest BYTEA NOT NULL,
    email TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    regions TEXT[] NOT NULL,
    sectors TEXT[] NOT NULL,
    language TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (application_id),
    UNIQUE (token_digest)
)
    """)

    op.execute("""
CREATE TABLE keycloak_tasks (
    task_id UUID NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    tries BIGINT DEFAULT 0 NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (task_id)
)
    """)

    op.execute("""
CREATE INDEX ix_keycloak_tasks_due_at ON keycloak_tasks (due_at)
    """)

    op.execute("""
CREATE TABLE mails (
    mail_id UUID NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    template TEXT NOT NULL,
    variables JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    tries BIGINT DEFAULT 0 NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (mail_id)
)
    """)

    op.execute("""
CREATE INDEX mails_waiting ON mails (due_at) WHERE sent_at IS NULL
    """)

    op.execute("""
CREATE TABLE subscribers (
    subject TEXT NOT NULL,
    email TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    regions TEXT[] NOT NULL,
    sectors TEXT[] NOT NULL,
    language TEXT NOT NULL,
    tier TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    standing TEXT NOT NULL,
    valid_after TIMESTAMP WITH TIME ZONE,
    rights_version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    suspended_by TEXT,
    PRIMARY KEY (subject)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX subscribers_email ON subscribers (lower(email))
    """)

    op.execute("""
CREATE TABLE verifications (
    verification_id UUID NOT NULL,
    subject TEXT NOT NULL,
    tier TEXT NOT NULL,
    outcome TEXT NOT NULL,
    checks JSONB NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version BIGINT NOT NULL,
    decided_by TEXT,
    decided_at TIMESTAMP WITH TIME ZONE,
    reason TEXT NOT NULL,
    PRIMARY KEY (verification_id)
)
    """)

    op.execute("""
CREATE INDEX verifications_oldest_first ON verifications (opened_at, verification_id)
    """)

    op.execute("""
CREATE UNIQUE INDEX verifications_one_open ON verifications (subject) WHERE outcome = 'OPEN'
    """)
