"""What every verb does first: find the document for this caller, at the version they read."""

from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.ports import Documents


def get_readable(
    documents: Documents, reader: Principal, document_id: UUID, *, lock: bool = False
) -> Document:
    """Return a document that a person may know of.

    One that they may not read is not read for them either: it takes as long as one that is not.

    Raises:
        DocumentNotFound: there is none, or the person may not know of it; the two look the same.
    """
    document = documents.get(document_id, reader=reader, lock=lock)
    if not document.readable_by(reader):
        raise DocumentNotFound("There is no such document.")
    return document


def same_version(document: Document, expected: int) -> None:
    """See that the caller read the version that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if document.version != expected:
        raise StaleVersion("The document changed since you read it: read it again.")
