"""What is queued for Keycloak, a mail server or a provider of texts wakes who carries it."""

from typing import Final

from alembic import op

revision = "identity_0200"
down_revision = "identity_0110"
branch_labels = None
depends_on = "chassis_0200"

QUEUES: Final = ("keycloak_tasks", "mails", "text_messages")


def upgrade() -> None:
    for table in QUEUES:
        op.execute(f"""
CREATE TRIGGER {table}_tell_work AFTER INSERT ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION tell_work()
        """)
