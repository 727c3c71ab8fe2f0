"""Partners' identity providers, and who came by them. It only adds."""

from alembic import op

revision = "identity_0431"
down_revision = "identity_0430"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE partner_providers (
    provider_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    protocol TEXT NOT NULL,
    issuer TEXT NOT NULL,
    sign_in_url TEXT NOT NULL,
    token_url TEXT NOT NULL,
    keys_url TEXT NOT NULL,
    client_id TEXT NOT NULL,
    certificate TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_by TEXT,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    disabled_by TEXT,
    disabled_at TIMESTAMP WITH TIME ZONE,
    disabled_because TEXT NOT NULL DEFAULT '',
    unsent_secret TEXT,
    carrying BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (provider_id)
)
    """)

    op.execute(
        "CREATE INDEX partner_providers_by_time ON partner_providers (proposed_at, provider_id)"
    )

    op.execute("""
CREATE TABLE brokered_people (
    subject TEXT NOT NULL,
    provider_id UUID NOT NULL,
    came_at TIMESTAMP WITH TIME ZONE NOT NULL,
    suggested_organisation TEXT NOT NULL,
    decided_by TEXT,
    decided_at TIMESTAMP WITH TIME ZONE,
    confirmed BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (subject)
)
    """)

    op.execute("CREATE INDEX brokered_people_by_time ON brokered_people (came_at, subject)")
