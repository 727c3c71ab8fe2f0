"""How far what is done at Keycloak was heeded. It only adds."""

from alembic import op

revision = "identity_0400"
down_revision = "identity_0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE keycloak_watch (
    one BOOLEAN NOT NULL,
    heeded_until TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (one),
    CONSTRAINT keycloak_watch_is_one CHECK (one)
)
    """)

    op.execute("""
CREATE TABLE heeded_events (
    event_id TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (event_id)
)
    """)

    op.execute("CREATE INDEX ix_heeded_events_at ON heeded_events (at)")
