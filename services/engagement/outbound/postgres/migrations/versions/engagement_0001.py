"""The questions and their threads."""

from alembic import op

revision = "engagement_0001"
down_revision = None
branch_labels = ("engagement",)
depends_on = "chassis_0001"


def upgrade() -> None:
    op.execute("""
CREATE TABLE questions (
    question_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    region TEXT NOT NULL,
    sector TEXT NOT NULL,
    language TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    asker TEXT NOT NULL,
    holder TEXT,
    said INTEGER NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    waiting_since TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (question_id)
)
    """)

    op.execute("""
CREATE INDEX questions_queue ON questions ((NOT urgent), waiting_since, question_id)
    WHERE status IN ('OPEN', 'CLAIMED')
    """)

    op.execute("""
CREATE INDEX questions_of_asker ON questions (asker, asked_at DESC, question_id DESC)
    """)

    op.execute("""
CREATE INDEX questions_of_holder ON questions (holder) WHERE holder IS NOT NULL
    """)

    op.execute("""
CREATE TABLE messages (
    question_id UUID NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    said_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (question_id, number),
    FOREIGN KEY (question_id) REFERENCES questions (question_id)
)
    """)

    op.execute("""
CREATE INDEX messages_of_author ON messages (author)
    """)
