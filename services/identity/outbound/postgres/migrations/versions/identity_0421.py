"""Closed groups: who is in them, and who is invited. It only adds."""

from alembic import op

revision = "identity_0421"
down_revision = "identity_0420"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE subscribers ADD COLUMN closed_groups TEXT[] NOT NULL DEFAULT '{}'")

    op.execute("""
CREATE TABLE closed_groups (
    group_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    owner TEXT,
    sponsor TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    warned BIGINT,
    due_at TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    PRIMARY KEY (group_id),
    UNIQUE (code)
)
    """)

    op.execute("""
CREATE INDEX closed_groups_open ON closed_groups (created_at, group_id) WHERE ended_at IS NULL
    """)

    op.execute("CREATE INDEX closed_groups_due ON closed_groups (due_at) WHERE due_at IS NOT NULL")

    op.execute("CREATE INDEX closed_groups_of_owner ON closed_groups (owner)")

    op.execute("""
CREATE TABLE group_members (
    group_id UUID NOT NULL,
    subject TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (group_id, subject)
)
    """)

    op.execute("CREATE INDEX group_members_of ON group_members (subject)")

    op.execute("""
CREATE TABLE group_invitations (
    invitation_id UUID NOT NULL,
    group_id UUID NOT NULL,
    email TEXT NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (invitation_id)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX group_invitations_once ON group_invitations (group_id, lower(email))
    """)

    op.execute("CREATE INDEX group_invitations_to ON group_invitations (lower(email))")

    op.execute("CREATE INDEX group_invitations_until ON group_invitations (until)")

    op.execute("""
CREATE TRIGGER closed_groups_tell_work AFTER INSERT OR UPDATE ON closed_groups
    FOR EACH STATEMENT EXECUTE FUNCTION tell_work()
    """)
