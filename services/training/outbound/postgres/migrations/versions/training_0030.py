"""Led sessions and their bookings."""

from alembic import op

revision = "training_0030"
down_revision = "training_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE led_sessions (
    session_id UUID NOT NULL,
    version BIGINT NOT NULL,
    course_id UUID NOT NULL,
    scheduled_by TEXT NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    place TEXT NOT NULL,
    link TEXT NOT NULL,
    places INTEGER NOT NULL,
    region TEXT NOT NULL,
    scheduled_at TIMESTAMP WITH TIME ZONE NOT NULL,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    cancellation_reason TEXT NOT NULL,
    PRIMARY KEY (session_id)
)
    """)

    op.execute("""
CREATE INDEX led_sessions_by_start ON led_sessions (starts_at, session_id)
    """)

    op.execute("""
CREATE INDEX ix_led_sessions_scheduled_by ON led_sessions (scheduled_by)
    """)

    op.execute("""
CREATE TABLE led_bookings (
    booking_id UUID NOT NULL,
    session_id UUID NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    turn INTEGER NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (booking_id),
    FOREIGN KEY (session_id) REFERENCES led_sessions (session_id),
    CONSTRAINT led_bookings_turn UNIQUE (session_id, turn)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX led_bookings_open ON led_bookings (session_id, subject)
    WHERE status IN ('BOOKED', 'WAITING')
    """)

    op.execute("""
CREATE INDEX ix_led_bookings_subject ON led_bookings (subject)
    """)
