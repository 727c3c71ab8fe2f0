"""Devices with an app that gets notifications. It only adds."""

from alembic import op

revision = "alerts_0160"
down_revision = "alerts_0142"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE devices (
    device_id UUID NOT NULL,
    subject TEXT NOT NULL,
    platform TEXT NOT NULL,
    name TEXT NOT NULL,
    token_digest BYTEA NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (device_id)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX devices_of_token ON devices (token_digest)
    """)

    op.execute("""
CREATE INDEX devices_of_subject ON devices (subject)
    """)
