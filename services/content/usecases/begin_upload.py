"""Announce a file."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.content.domain.attachment import MOST_ATTACHMENTS, MOST_OPEN_UPLOADS, Attachment
from services.content.domain.attachment_errors import TooManyAttachments
from services.content.domain.attachment_kind import declared_violations, kind_of, name_as_kept
from services.content.domain.document import Document, Status
from services.content.domain.errors import DocumentWithdrawn
from services.content.domain.partner_errors import DocumentOfPartner
from services.content.usecases.attaching import found
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginUpload:
    """Say what will come for a document; what may not come is refused before its first byte."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        document_id: UUID,
        name: str,
        media_type: str,
        size: int,
        key: RequestKey,
    ) -> Attachment:
        """Return the upload; the same key gives the same one.

        Raises:
            Invalid: name, type or size break a rule; each is named.
            DocumentNotFound: there is none that the caller may know of.
            DocumentWithdrawn: it was taken back.
            DocumentOfPartner: what belongs to it is at the partner's.
            TooManyAttachments: of the document, or unfinished ones of the caller.
            IdempotencyKeyReused: the key came with another body.
        """
        name = name_as_kept(name)
        kind, wrong = kind_of(media_type), declared_violations(name, media_type, size)
        if kind is None or wrong:
            raise Invalid(*wrong)
        attachment = Attachment.begun(
            self.ids.new(),
            document_id,
            name=name,
            kind=kind,
            size=size,
            by=caller.person,
            at=self.clock.now(),
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(attachment.attachment_id))
            if earlier is not None:
                return found(tx, caller, UUID(earlier))[0]
            document = get_readable(tx.documents, caller, document_id, lock=True)
            _check(tx, caller, document)
            tx.attachments.add(attachment)
            tx.audit.record(
                caller,
                "content:begin-upload",
                str(attachment.attachment_id),
                document=str(document_id),
                name=name,
                kind=kind.name,
                size=size,
            )
        return attachment


def _check(tx: Stores, caller: Principal, document: Document) -> None:
    if document.partner is not None:
        raise DocumentOfPartner("It is a partner's: what belongs to it is there.")
    if document.status is Status.WITHDRAWN:
        raise DocumentWithdrawn("The document was withdrawn.")
    if len(tx.attachments.of_document(document.document_id)) >= MOST_ATTACHMENTS:
        raise TooManyAttachments(f"A document has at most {MOST_ATTACHMENTS} attachments.")
    if tx.attachments.open_uploads(caller.person) >= MOST_OPEN_UPLOADS:
        raise TooManyAttachments(f"Finish or remove one of your {MOST_OPEN_UPLOADS} uploads first.")
