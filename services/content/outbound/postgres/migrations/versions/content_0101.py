"""What each document was, version by version: from now on, and as it stands."""

from alembic import op

revision = "content_0101"
down_revision = "content_0150"
branch_labels = None
depends_on = None

COLUMNS = """
    document_id, version, status, kind, title, summary, body, language, tlp, minimum_tier,
    closed_group, named_subjects, sectors, regions, sources, translation_of, tags, teaser,
    video, published_at, changed_at, changed_by, approved_by, owner, review_on,
    material_version, material_changed_at, material_note, note, withdraw_at,
    withdraw_because
"""


def upgrade() -> None:
    op.execute("""
CREATE TABLE document_versions (
    document_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    tlp TEXT NOT NULL,
    minimum_tier SMALLINT NOT NULL,
    closed_group TEXT,
    named_subjects TEXT[] NOT NULL,
    sectors TEXT[] NOT NULL,
    regions TEXT[] NOT NULL,
    sources TEXT[] NOT NULL,
    translation_of UUID,
    tags TEXT[] NOT NULL,
    teaser TEXT NOT NULL,
    video JSONB,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by TEXT NOT NULL,
    approved_by TEXT,
    owner TEXT,
    review_on DATE,
    material_version BIGINT NOT NULL,
    material_changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    material_note TEXT NOT NULL,
    note TEXT NOT NULL,
    withdraw_at TIMESTAMP WITH TIME ZONE,
    withdraw_because TEXT NOT NULL,
    PRIMARY KEY (document_id, version)
)
    """)

    op.execute(
        f"INSERT INTO document_versions ({COLUMNS}) SELECT {COLUMNS} FROM documents"  # noqa: S608
        " WHERE catalogue_id IS NULL"
    )
