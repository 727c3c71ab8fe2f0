"""Who gave an endpoint's address, so that it goes with them.

Of endpoints that are there the audit log says who registered them, while their name leads to
anybody. Whose name does not was erased, and their address should have gone with them: it goes now.
"""

from alembic import op

revision = "alerts_0222"
down_revision = "alerts_0221"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE webhooks ADD COLUMN contact_by TEXT")
    op.execute("""
UPDATE webhooks SET contact_by = named.subject
FROM audit_log AS act JOIN audit_names AS named ON named.name = act.actor
WHERE act.action = 'alerts:register-webhook' AND act.resource = webhooks.webhook_id::text
    """)
    op.execute("UPDATE webhooks SET contact_email = '' WHERE contact_by IS NULL")
    op.execute("""
CREATE INDEX webhooks_by_contact ON webhooks (contact_by) WHERE contact_by IS NOT NULL
    """)
