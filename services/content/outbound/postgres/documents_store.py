"""Documents in PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    any_,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from chassis.errors import StaleVersion
from kernel.markings import Marking, Tlp
from kernel.pages import Place
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.compartments import compartment_of
from services.content.domain.document import (
    Document,
    DocumentContent,
    Kind,
    PartnerOrigin,
    Status,
)
from services.content.domain.errors import DocumentNotFound
from services.content.outbound.postgres.tables import DOCUMENTS

_COLUMNS = DOCUMENTS.c
_KEPT = [column for column in _COLUMNS if column.name != "words"]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PostgresDocuments:
    """The documents on one transaction."""

    connection: Connection

    def add(self, document: Document) -> None:
        """Insert a new document."""
        self.connection.execute(insert(DOCUMENTS).values(_row(document)))

    def get(self, document_id: UUID, *, lock: bool = False) -> Document:
        """Return a document, its row locked until the transaction ends if asked.

        Raises:
            DocumentNotFound: there is none.
        """
        query = select(*_KEPT).where(_COLUMNS.document_id == document_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise DocumentNotFound("There is no such document.")
        return _document(row)

    def save(self, document: Document) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(DOCUMENTS)
            .where(
                _COLUMNS.document_id == document.document_id,
                _COLUMNS.version == document.version - 1,
            )
            .values(_row(document))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The document changed meanwhile: read it again.")

    def page(
        self, reader: Principal, *, language: str, after: Place | None, size: int
    ) -> Sequence[Document]:
        """Return what a person may read, newest first: the marking is part of the query."""
        query = select(*_KEPT).where(
            _COLUMNS.status == Status.PUBLISHED.name,
            _COLUMNS.catalogue_id.is_(None),
            _readable(reader),
        )
        if language:
            query = query.where(_COLUMNS.language == language)
        if after is not None:
            query = query.where(
                tuple_(_COLUMNS.published_at, _COLUMNS.document_id)
                < tuple_(literal(after.at), literal(after.item_id))
            )
        newest_first = (_COLUMNS.published_at.desc(), _COLUMNS.document_id.desc())
        return self._all(query.order_by(*newest_first).limit(size))

    def of_ids(self, document_ids: Sequence[UUID]) -> Sequence[Document]:
        """Return those that are there, in no order."""
        return self._all(select(*_KEPT).where(_COLUMNS.document_id.in_(document_ids)))

    def translations(self, document_id: UUID) -> Sequence[Document]:
        """Return a document and all that translate it."""
        same = or_(_COLUMNS.document_id == document_id, _COLUMNS.translation_of == document_id)
        return self._all(select(*_KEPT).where(same).order_by(_COLUMNS.published_at))

    def of_catalogue(self, catalogue_id: UUID) -> Sequence[Document]:
        """Return a catalogue's documents, withdrawn ones too, locked."""
        query = select(*_KEPT).where(_COLUMNS.catalogue_id == catalogue_id)
        return self._all(query.order_by(_COLUMNS.document_id).with_for_update())

    def everything(self, *, since: datetime | None = None) -> Iterator[Document]:
        """Return every document, oldest first, a few hundred in memory at a time."""
        query = select(*_KEPT).order_by(_COLUMNS.published_at, _COLUMNS.document_id)
        if since is not None:
            query = query.where(_COLUMNS.changed_at >= since)
        # On the statement: on the connection it would hold for whatever comes after.
        rows = self.connection.execute(query.execution_options(yield_per=_AT_ONCE))
        return map(_document, rows)

    def changed_by(self, subject: str) -> Sequence[Document]:
        """Return the documents whose present version a person made, or which name them."""
        return self._all(select(*_KEPT).where(_about(subject)).order_by(_COLUMNS.published_at))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        renamed = {
            "changed_by": func.replace(_COLUMNS.changed_by, subject, pseudonym),
            "named_subjects": func.array_replace(_COLUMNS.named_subjects, subject, pseudonym),
        }
        return self.connection.execute(
            update(DOCUMENTS).where(_about(subject)).values(renamed)
        ).rowcount

    def _all(self, query: Any) -> list[Document]:
        return [_document(row) for row in self.connection.execute(query)]


def _about(subject: str) -> ColumnElement[bool]:
    return or_(_COLUMNS.changed_by == subject, literal(subject) == any_(_COLUMNS.named_subjects))


def _readable(reader: Principal) -> ColumnElement[bool]:
    """Return may_read as SQL: a test holds them equal."""
    return and_(
        _COLUMNS.minimum_tier <= reader.tier.value,
        or_(_COLUMNS.closed_group.is_(None), _COLUMNS.closed_group.in_(reader.closed_groups)),
        or_(
            func.cardinality(_COLUMNS.named_subjects) == 0,
            literal(reader.subject or "") == any_(_COLUMNS.named_subjects),
        ),
    )


def _row(document: Document) -> dict[str, Any]:
    content, marking = document.content, document.content.marking
    compartment = compartment_of(marking)
    return {
        "document_id": document.document_id,
        "version": document.version,
        "status": document.status.name,
        "kind": content.kind.name,
        "title": content.title,
        "summary": content.summary,
        "body": content.body,
        "language": content.language,
        "tlp": marking.tlp.name,
        "minimum_tier": marking.minimum_tier.value,
        "closed_group": marking.closed_group,
        "named_subjects": sorted(marking.named_subjects),
        "compartment": compartment.name if compartment else None,
        "sectors": sorted(content.sectors),
        "regions": sorted(content.regions),
        "sources": list(content.sources),
        "translation_of": content.translation_of,
        "published_at": document.published_at,
        "changed_at": document.changed_at,
        "changed_by": document.changed_by,
        **_origin_row(document.partner),
    }


def _origin_row(partner: PartnerOrigin | None) -> dict[str, Any]:
    if partner is None:
        return {}
    return {
        "catalogue_id": partner.catalogue_id,
        "partner_item_id": partner.item_id,
        "partner_name": partner.name,
        "partner_account": partner.account,
        "partner_url": partner.url,
    }


def _origin(row: Row[Any]) -> PartnerOrigin | None:
    if row.catalogue_id is None:
        return None
    return PartnerOrigin(
        catalogue_id=row.catalogue_id,
        item_id=row.partner_item_id,
        name=row.partner_name,
        account=row.partner_account,
        url=row.partner_url,
    )


def _document(row: Row[Any]) -> Document:
    return Document(
        document_id=row.document_id,
        version=row.version,
        content=DocumentContent(
            kind=Kind[row.kind],
            title=row.title,
            summary=row.summary,
            body=row.body,
            language=row.language,
            marking=Marking(
                tlp=Tlp[row.tlp],
                minimum_tier=Tier(row.minimum_tier),
                closed_group=row.closed_group,
                named_subjects=frozenset(row.named_subjects),
            ),
            sectors=frozenset(row.sectors),
            regions=frozenset(row.regions),
            sources=tuple(row.sources),
            translation_of=row.translation_of,
        ),
        status=Status[row.status],
        published_at=row.published_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        partner=_origin(row),
    )
