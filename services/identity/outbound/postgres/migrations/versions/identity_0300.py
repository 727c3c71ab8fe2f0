"""Cases that are claimed, proposed and appealed; how long tiers last; providers. It only adds.

The index that keeps people from having two open cases gives way to one that counts proposals and
appeals as well. Who holds a tier by a decision gets the term that the decision would have given.
"""

from alembic import op

revision = "identity_0300"
down_revision = "identity_0200"
branch_labels = None
depends_on = None

TERMS = """
INSERT INTO tier_terms (subject, tier, began, until)
SELECT DISTINCT ON (v.subject)
    v.subject, s.tier, v.decided_at,
    (v.decided_at AT TIME ZONE 'UTC' + INTERVAL '24 months') AT TIME ZONE 'UTC'
FROM verifications v JOIN subscribers s USING (subject)
WHERE v.outcome = 'GRANTED' AND s.tier IN ('VERIFIED', 'TRUSTED')
ORDER BY v.subject, v.decided_at DESC
"""
"""The term that the newest decision on each person who still holds a tier would have given."""


def upgrade() -> None:
    op.execute("""
ALTER TABLE verifications
    ADD COLUMN claimed_by TEXT,
    ADD COLUMN claimed_until TIMESTAMP WITH TIME ZONE,
    ADD COLUMN sponsored_by TEXT,
    ADD COLUMN sponsored_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN sponsor_statement TEXT NOT NULL DEFAULT '',
    ADD COLUMN proposed_by TEXT,
    ADD COLUMN refusal_reasons TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN refused_by TEXT,
    ADD COLUMN appealed_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN appeal_grounds TEXT NOT NULL DEFAULT ''
    """)

    op.execute("""
CREATE UNIQUE INDEX verifications_one_waiting ON verifications (subject)
    WHERE outcome IN ('OPEN', 'PROPOSED', 'APPEALED')
    """)

    op.execute("DROP INDEX verifications_one_open")

    op.execute("CREATE INDEX verifications_of_subject ON verifications (subject, opened_at)")

    op.execute("""
CREATE INDEX verifications_by_check ON verifications USING gin (checks jsonb_path_ops)
    """)

    op.execute("""
CREATE TABLE tier_terms (
    subject TEXT NOT NULL,
    tier TEXT NOT NULL,
    began TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    warned BIGINT,
    PRIMARY KEY (subject)
)
    """)

    op.execute("CREATE INDEX ix_tier_terms_until ON tier_terms (until)")

    op.execute(TERMS)

    op.execute("""
CREATE TABLE provider_checks (
    provider_check_id UUID NOT NULL,
    verification_id UUID NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    document_type TEXT NOT NULL,
    issuer TEXT NOT NULL,
    document_number TEXT NOT NULL,
    number_digest TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (provider_check_id)
)
    """)

    op.execute("""
CREATE INDEX ix_provider_checks_verification_id ON provider_checks (verification_id)
    """)

    op.execute("""
CREATE INDEX provider_checks_waiting ON provider_checks (due_at) WHERE state = 'WAITING'
    """)

    op.execute("CREATE INDEX provider_checks_of_subject ON provider_checks (subject)")
