"""Grants of staff roles. It only adds: a role that somebody holds has a grant from now on."""

from alembic import op

revision = "identity_0420"
down_revision = "identity_0412"
branch_labels = None
depends_on = None

ROLES = (
    *("alert-author", "alert-approver", "duty-officer", "welsh-approver", "integrator", "editor"),
    *("expert", "trainer", "analyst", "hub-officer", "verification-officer", "privacy-officer"),
    "platform-admin",
)
"""The roles that were granted when this was written."""

FOUND = f"""
INSERT INTO role_grants
    (grant_id, subject, role, reason, eligible, state, proposed_at, decided_at, end_reason, version)
SELECT gen_random_uuid(), s.subject, held.role, 'held before grants were kept', FALSE, 'GRANTED',
    now(), now(), '', 1
FROM subscribers s CROSS JOIN LATERAL unnest(s.roles) AS held (role)
WHERE held.role IN ({", ".join(f"'{each}'" for each in ROLES)})
"""  # noqa: S608 - our own names


def upgrade() -> None:
    op.execute("""
CREATE TABLE role_grants (
    grant_id UUID NOT NULL,
    subject TEXT NOT NULL,
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    eligible BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    proposed_by TEXT,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_by TEXT,
    decided_at TIMESTAMP WITH TIME ZONE,
    until TIMESTAMP WITH TIME ZONE,
    active_since TIMESTAMP WITH TIME ZONE,
    active_until TIMESTAMP WITH TIME ZONE,
    activation_reason TEXT,
    ended_by TEXT,
    ended_at TIMESTAMP WITH TIME ZONE,
    end_reason TEXT NOT NULL,
    warned BIGINT,
    due_at TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    PRIMARY KEY (grant_id)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX role_grants_once ON role_grants (subject, role)
    WHERE state IN ('PROPOSED', 'GRANTED')
    """)

    op.execute("""
CREATE INDEX role_grants_open ON role_grants (proposed_at, grant_id)
    WHERE state IN ('PROPOSED', 'GRANTED')
    """)

    op.execute("CREATE INDEX role_grants_all ON role_grants (proposed_at, grant_id)")

    op.execute("CREATE INDEX role_grants_due ON role_grants (due_at) WHERE due_at IS NOT NULL")

    op.execute("CREATE INDEX role_grants_of ON role_grants (subject)")

    op.execute(FOUND)

    op.execute("""
CREATE TRIGGER role_grants_tell_work AFTER INSERT OR UPDATE ON role_grants
    FOR EACH STATEMENT EXECUTE FUNCTION tell_work()
    """)
