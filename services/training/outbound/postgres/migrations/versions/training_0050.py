"""What organisations ask of their people, and what they recorded of them."""

from alembic import op

revision = "training_0050"
down_revision = "training_0041"
branch_labels = None
depends_on = "chassis_0250"


def upgrade() -> None:
    op.execute("""
CREATE TABLE training_requests (
    subject TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    course_id UUID NOT NULL,
    due_on DATE NOT NULL,
    reminded_for DATE,
    asked_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (subject, organisation_id, course_id)
)
    """)
    op.execute("""
CREATE TABLE outside_records (
    subject TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    title TEXT NOT NULL,
    provider TEXT NOT NULL,
    completed_on DATE NOT NULL,
    expires_on DATE,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (subject, organisation_id, title, provider, completed_on)
)
    """)
