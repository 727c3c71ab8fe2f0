"""Attachments in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from kernel.principals import Principal
from services.content.domain.attachment import Attachment, Refusal, State
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.attachment_kind import FileKind
from services.content.outbound.postgres.attachment_tables import ATTACHMENTS
from services.content.outbound.postgres.readable import known
from services.content.outbound.postgres.tables import DOCUMENTS

_C: Final = ATTACHMENTS.c
_KEPT: Final = [column for column in _C if column.name != "words"]
_PEOPLE: Final = ("uploaded_by", "confirmed_by", "removed_by")


@dataclass(frozen=True, slots=True)
class PostgresAttachments:
    """The attachments on one transaction."""

    connection: Connection

    def add(self, attachment: Attachment) -> None:
        """Insert a new one."""
        self.connection.execute(insert(ATTACHMENTS).values(_row(attachment) | {"words": ""}))

    def get(
        self, attachment_id: UUID, *, reader: Principal | None = None, lock: bool = False
    ) -> Attachment:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            AttachmentNotFound: there is none, or the reader, if one is named, may not know of its
                document.
        """
        query = select(*_KEPT).where(_C.attachment_id == attachment_id)
        if reader is not None:
            its = DOCUMENTS.c.document_id == _C.document_id
            query = query.join(DOCUMENTS, its).where(known(reader, DOCUMENTS.c))
        if lock:
            query = query.with_for_update(of=ATTACHMENTS)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise AttachmentNotFound("There is no such attachment.")
        return _attachment(row)

    def save(self, attachment: Attachment, *, text: str | None = None) -> None:
        """Write one as it is now; with a text, that too. What does not stand keeps no text."""
        words: dict[str, Any] = {} if text is None else {"words": text}
        if attachment.state in {State.REMOVED, State.REFUSED}:
            words = {"words": ""}
        self.connection.execute(
            update(ATTACHMENTS)
            .where(_C.attachment_id == attachment.attachment_id)
            .values(_row(attachment) | words)
        )

    def of_document(self, document_id: UUID) -> Sequence[Attachment]:
        """Return what was not removed, oldest first."""
        query = select(*_KEPT).where(_C.document_id == document_id, _C.state != State.REMOVED.name)
        return self._all(query.order_by(_C.uploaded_at, _C.attachment_id))

    def open_uploads(self, subject: str) -> int:
        """Return how many uploads of a person are not finished."""
        query = (
            select(func.count())
            .select_from(ATTACHMENTS)
            .where(_C.state == State.UPLOADING.name, _C.uploaded_by == subject)
        )
        return int(self.connection.execute(query).scalar_one())

    def due(self, states: frozenset[State], at: datetime, most: int) -> Sequence[UUID]:
        """Return some that are due, the earliest first."""
        query = select(_C.attachment_id).where(
            _C.state.in_([each.name for each in states]), _C.due_at <= at
        )
        return list(self.connection.execute(query.order_by(_C.due_at).limit(most)).scalars())

    def given_up(self, before: datetime, most: int) -> Sequence[UUID]:
        """Return uploads that were never finished."""
        query = select(_C.attachment_id).where(
            _C.state == State.UPLOADING.name, _C.uploaded_at < before
        )
        return list(self.connection.execute(query.order_by(_C.uploaded_at).limit(most)).scalars())

    def texts_of(self, document_ids: Sequence[UUID]) -> dict[UUID, Sequence[str]]:
        """Return what standing attachments say, by document, oldest first."""
        query = select(_C.document_id, _C.words).where(
            _C.document_id.in_(document_ids), _C.state == State.STANDING.name, _C.has_text
        )
        found: dict[UUID, list[str]] = {}
        for document_id, words in self.connection.execute(
            query.order_by(_C.uploaded_at, _C.attachment_id)
        ):
            found.setdefault(document_id, []).append(words)
        return dict(found)

    def changed_since(self, at: datetime) -> Sequence[UUID]:
        """Return the documents of which an attachment changed since then."""
        query = select(_C.document_id).where(_C.changed_at >= at).distinct()
        return list(self.connection.execute(query).scalars())

    def forget_refused(self, before: datetime) -> int:
        """Delete what was refused before then and has no bytes left."""
        return self.connection.execute(
            delete(ATTACHMENTS).where(
                _C.state == State.REFUSED.name, _C.changed_at < before, not_(_C.bytes_kept)
            )
        ).rowcount

    def waiting(self) -> int:
        """Return how many wait in quarantine."""
        query = select(func.count()).select_from(ATTACHMENTS)
        waiting = query.where(_C.state == State.QUARANTINED.name)
        return int(self.connection.execute(waiting).scalar_one())

    def touched_by(self, subject: str) -> Sequence[Attachment]:
        """Return those that a person uploaded, confirmed or removed."""
        return self._all(select(*_KEPT).where(_about(subject)).order_by(_C.uploaded_at))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        renamed = {name: func.replace(_C[name], subject, pseudonym) for name in _PEOPLE}
        return self.connection.execute(
            update(ATTACHMENTS).where(_about(subject)).values(renamed)
        ).rowcount

    def _all(self, query: Any) -> list[Attachment]:
        return [_attachment(row) for row in self.connection.execute(query)]


def _about(subject: str) -> ColumnElement[bool]:
    return or_(*(_C[name] == subject for name in _PEOPLE))


def _row(attachment: Attachment) -> dict[str, Any]:
    return {
        "attachment_id": attachment.attachment_id,
        "document_id": attachment.document_id,
        "version": attachment.version,
        "state": attachment.state.name,
        "name": attachment.name,
        "kind": attachment.kind.name,
        "size": attachment.size,
        "received": attachment.received,
        "digest": attachment.digest,
        "uploaded_by": attachment.uploaded_by,
        "uploaded_at": attachment.uploaded_at,
        "changed_at": attachment.changed_at,
        "confirmed_by": attachment.confirmed_by,
        "removed_by": attachment.removed_by,
        "refusal": attachment.refusal.name if attachment.refusal else None,
        "has_text": attachment.has_text,
        "due_at": attachment.due_at,
        "bytes_kept": attachment.bytes_kept,
    }


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment(
        attachment_id=row.attachment_id,
        document_id=row.document_id,
        version=row.version,
        state=State[row.state],
        name=row.name,
        kind=FileKind[row.kind],
        size=row.size,
        received=row.received,
        digest=row.digest,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        changed_at=row.changed_at,
        confirmed_by=row.confirmed_by,
        removed_by=row.removed_by,
        refusal=Refusal[row.refusal] if row.refusal else None,
        has_text=row.has_text,
        due_at=row.due_at,
        bytes_kept=row.bytes_kept,
    )
