"""What is said of attempts at our own courses, and statements that nobody changes."""

from alembic import op

revision = "training_0070"
down_revision = "training_0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE attempts ADD COLUMN stated_at TIMESTAMP WITH TIME ZONE")

    op.execute("""
CREATE INDEX attempts_unstated ON attempts (enrolment_id)
    WHERE submitted_at IS NOT NULL AND stated_at IS NULL
    """)

    op.execute("""
CREATE FUNCTION statements_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a statement is not changed: it is voided by another';
END
$$
    """)

    op.execute("""
CREATE TRIGGER statements_stay BEFORE UPDATE ON statements FOR EACH ROW
    WHEN ((OLD.statement_id, OLD.registration, OLD.sequence, OLD.session_id, OLD.verb_id,
           OLD.activity_id, OLD.stored_at, OLD.digest, OLD.document)
          IS DISTINCT FROM
          (NEW.statement_id, NEW.registration, NEW.sequence, NEW.session_id, NEW.verb_id,
           NEW.activity_id, NEW.stored_at, NEW.digest, NEW.document)
          OR (OLD.voided AND NOT NEW.voided))
    EXECUTE FUNCTION statements_stay()
    """)
