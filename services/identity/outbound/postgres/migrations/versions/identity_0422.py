"""On which day people were last here. It only adds; for who is there already it begins today."""

from alembic import op

revision = "identity_0422"
down_revision = "identity_0421"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE sightings (
    subject TEXT NOT NULL,
    day DATE NOT NULL,
    warned BIGINT,
    PRIMARY KEY (subject)
)
    """)

    op.execute("CREATE INDEX ix_sightings_day ON sightings (day)")

    op.execute("""
INSERT INTO sightings (subject, day)
SELECT subject, (now() AT TIME ZONE 'UTC')::date FROM subscribers WHERE standing <> 'CLOSED'
    """)
