"""Admins of organisations, and invitations. It only adds.

Of each organisation that is there, whoever has had an account for longest becomes its admin.
"""

from alembic import op

revision = "identity_0410"
down_revision = "identity_0400"
branch_labels = None
depends_on = None

ADMINS = """
UPDATE subscribers SET organisation_admin = true
WHERE subject IN (
    SELECT DISTINCT ON (organisation_id) subject FROM subscribers
    WHERE organisation_id IS NOT NULL
    ORDER BY organisation_id, (standing = 'ACTIVE') DESC, created_at, subject
)
"""


def upgrade() -> None:
    op.execute("""
ALTER TABLE subscribers
    ADD COLUMN organisation_admin BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN invited_by TEXT
    """)

    op.execute(ADMINS)

    op.execute("CREATE INDEX subscribers_invited_by ON subscribers (invited_by)")

    op.execute("""
CREATE TABLE invitations (
    invitation_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    email TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    token_digest BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    mailed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    mailed BIGINT NOT NULL,
    ending TEXT,
    PRIMARY KEY (invitation_id),
    UNIQUE (token_digest)
)
    """)

    op.execute("""
CREATE INDEX invitations_of_organisation ON invitations (organisation_id, created_at)
    """)

    op.execute("CREATE INDEX invitations_to_address ON invitations (email)")

    op.execute("CREATE INDEX invitations_by_subject ON invitations (invited_by)")

    op.execute("CREATE INDEX ix_invitations_mailed_at ON invitations (mailed_at)")
