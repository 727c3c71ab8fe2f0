"""Packages that somebody brought in, and the files in them."""

from alembic import op

revision = "training_0010"
down_revision = "training_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE packages (
    package_id UUID NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    received INTEGER NOT NULL,
    digest TEXT NOT NULL,
    course_id UUID NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    kind TEXT NOT NULL,
    refusal TEXT,
    refused_part TEXT NOT NULL,
    structure JSONB,
    course_version INTEGER,
    published_by TEXT,
    published_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    PRIMARY KEY (package_id),
    CONSTRAINT packages_course_version UNIQUE (course_id, course_version)
)
    """)
    op.execute("CREATE INDEX packages_newest ON packages (uploaded_at DESC, package_id DESC)")
    op.execute("""
CREATE TABLE package_files (
    package_id UUID NOT NULL,
    path TEXT NOT NULL,
    number INTEGER NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (package_id, path),
    FOREIGN KEY (package_id) REFERENCES packages (package_id) ON DELETE CASCADE
)
    """)
