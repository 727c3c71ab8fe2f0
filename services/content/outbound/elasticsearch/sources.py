"""What an index keeps of a document, and where."""

from typing import Any

from services.content.domain.compartments import Compartment, compartment_of
from services.content.domain.document import Document, DocumentContent, Status
from services.content.outbound.elasticsearch.definition import FIELD_OF
from services.content.outbound.elasticsearch.suggesting import fields_of


def home_of(document: Document) -> Compartment | None:
    """Return the compartment of a document that stands, if it is kept in one."""
    if document.status is Status.WITHDRAWN:
        return None
    return compartment_of(document.content.marking)


def action_on(document: Document, *, index: str, delete: bool) -> dict[str, Any]:
    """Return what brings an index up to a version of a document, for the bulk API."""
    action = {
        "_op_type": "delete" if delete else "index",
        "_index": index,
        "_id": str(document.document_id),
        "version": document.version,
        "version_type": "external_gte",
    }
    return action if delete else action | {"_source": source_of(document)}


def source_of(document: Document) -> dict[str, Any]:
    """Return all that an index keeps of a document."""
    content = document.content
    return {
        "document_id": str(document.document_id),
        FIELD_OF[content.language]: {
            "title": content.title,
            "summary": content.summary,
            "body": _body(content),
            "tags": list(content.tags),
            # An index from before there were any takes no such field until `rebuild`.
            **({"attachments": list(document.attached)} if document.attached else {}),
        },
        "sectors": sorted(content.sectors),
        "regions": sorted(content.regions),
        "kind": content.kind.name,
        "language": content.language,
        "published_at": document.published_at.isoformat(),
        **fields_of(document),
    }


def _body(content: DocumentContent) -> str:
    """Return what is read of a document: of a film what is said in it, too."""
    return f"{content.body}\n\n{content.video.transcript}" if content.video else content.body
