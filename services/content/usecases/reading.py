"""What every verb does first: find the document for this caller, at the version they read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.ports import Documents, Stores


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


def get_open_to(
    tx: Stores, reader: Principal, document_id: UUID, at: datetime
) -> tuple[Document, AccessRequest | None]:
    """Return a document that a person may read, and the grant by which they do if it needs one.

    Whoever has no grant is looked up in the same way whatever the id is.

    Raises:
        DocumentNotFound: there is none, or the person may not know of it; the two look the same.
    """
    try:
        return get_readable(tx.documents, reader, document_id), None
    except DocumentNotFound:
        found = tx.access.granted(reader.subject, document_id, at) if reader.subject else None
        if found is None or not found[1].readable_by(reader, grant=found[0].grant, at=at):
            raise
        request, document = found
        return document, request


def without_hidden_originals(
    documents: Documents, reader: Principal, found: Sequence[Document]
) -> list[Document]:
    """Return documents as they are shown: the id of an original is not, where that is hidden.

    The marking of an original may rise above its translation's: then nobody is told that it is.
    One that is shown beside its translation, by a grant too, is named.
    """
    shown = frozenset(each.document_id for each in found)
    named = {which for each in found if (which := each.content.translation_of)} - shown
    known = shown | (documents.known(reader, named) if named else frozenset())
    return [
        each
        if each.content.translation_of in known or each.content.translation_of is None
        else replace(each, content=replace(each.content, translation_of=None))
        for each in found
    ]


def same_version(document: Document, expected: int) -> None:
    """See that the caller read the version that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if document.version != expected:
        raise StaleVersion("The document changed since you read it: read it again.")
