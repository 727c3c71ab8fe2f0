"""Rights say who is an admin of their organisation; of older rows that is not known yet."""

from alembic import op

revision = "chassis_0250"
down_revision = "chassis_0230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE principals ADD COLUMN organisation_admin BOOLEAN")
