"""What came in as CAP is found by the alert that it is about. It only adds."""

from alembic import op

revision = "alerts_0110"
down_revision = "alerts_0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX cap_imports_about ON cap_imports (about) WHERE about IS NOT NULL")
