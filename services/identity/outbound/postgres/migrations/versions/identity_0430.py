"""Partner sites, and who signed in there. It only adds.

Keycloak is told again of everybody whose identity was verified: partner sites are told yes or no of
an attribute that accounts did not have before.
"""

from alembic import op

revision = "identity_0430"
down_revision = "identity_0423"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE partner_sites (
    site_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    redirect_uris TEXT[] NOT NULL,
    backchannel_logout_uri TEXT NOT NULL,
    scopes TEXT[] NOT NULL,
    steward TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_by TEXT,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    disabled_by TEXT,
    disabled_at TIMESTAMP WITH TIME ZONE,
    disabled_because TEXT NOT NULL DEFAULT '',
    secret_issued_at TIMESTAMP WITH TIME ZONE,
    unsent_secret TEXT,
    carrying BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (site_id)
)
    """)

    op.execute("CREATE INDEX partner_sites_by_time ON partner_sites (proposed_at, site_id)")

    op.execute("CREATE INDEX partner_sites_of_steward ON partner_sites (steward)")

    op.execute("""
CREATE TABLE partner_sign_ins (
    event_id TEXT NOT NULL,
    site_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (event_id)
)
    """)

    op.execute("CREATE INDEX partner_sign_ins_of_site ON partner_sign_ins (site_id, at)")

    op.execute("CREATE INDEX partner_sign_ins_by_time ON partner_sign_ins (at)")

    op.execute("""
INSERT INTO keycloak_tasks (task_id, subject, kind)
SELECT gen_random_uuid(), subject, 'SYNC' FROM subscribers WHERE tier IN ('VERIFIED', 'TRUSTED')
    """)
