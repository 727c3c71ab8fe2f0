"""A region of five hundred seats is listed by its own index. It only adds."""

from alembic import op

revision = "identity_0423"
down_revision = "identity_0422"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE INDEX seats_of_region ON seats (region, created_at, seat_id) WHERE closed_at IS NULL
    """)

    op.execute("CREATE INDEX seats_open ON seats (created_at, seat_id) WHERE closed_at IS NULL")
