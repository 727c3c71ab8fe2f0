"""What is queued wakes who sends it: one notice a transaction, however many rows it wrote."""

from typing import Final

from alembic import op

revision = "alerts_0200"
down_revision = "alerts_0180"
branch_labels = None
depends_on = "chassis_0200"

QUEUES: Final = ("dispatches", "deliveries", "pages", "webhook_pings", "site_notices")


def upgrade() -> None:
    for table in QUEUES:
        op.execute(f"""
CREATE TRIGGER {table}_tell_work AFTER INSERT ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION tell_work()
        """)
    # Of what had come to its end, and is to be sent after all. What senders do to rows of theirs,
    # many thousand times a minute, tells nobody: a commit with a notice waits for all others.
    op.execute("""
CREATE TRIGGER deliveries_again_tell_work AFTER UPDATE OF state ON deliveries
FOR EACH ROW WHEN (
    OLD.state NOT IN ('QUEUED', 'TEMPORARY', 'UNKNOWN', 'SENDING')
    AND NEW.state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN')
) EXECUTE FUNCTION tell_work()
    """)
