"""Attachments of content in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from kernel.principals import ANONYMOUS, Principal
from services.content.domain.attachment import Attachment, Refusal, State
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.attachment_kind import FileKind
from services.content.domain.attachment_link import Grant
from services.content.domain.errors import DocumentNotFound

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def attachment(**given: Any) -> Attachment:
    """An attachment that stands, unless said otherwise."""
    return Attachment(
        **{
            "attachment_id": uuid4(),
            "document_id": uuid4(),
            "version": 3,
            "state": State.STANDING,
            "name": "plan.pdf",
            "kind": FileKind.PDF,
            "size": 5,
            "received": 1,
            "digest": "0" * 64,
            "uploaded_by": "editor",
            "uploaded_at": NOON,
            "changed_at": NOON,
        }
        | given
    )


@dataclass
class MemoryAttachments:
    """Attachments in a dictionary; `documents` tell who may know of which."""

    documents: Any = None
    kept: dict[UUID, Attachment] = field(default_factory=dict)
    texts: dict[UUID, str] = field(default_factory=dict)

    def add(self, attachment: Attachment) -> None:
        self.kept[attachment.attachment_id] = attachment

    def get(
        self, attachment_id: UUID, *, reader: Principal | None = None, lock: bool = False
    ) -> Attachment:
        found = self.kept.get(attachment_id)
        if found is None or not (reader is None or self._known(found, reader)):
            raise AttachmentNotFound("There is no such attachment.")
        return found

    def _known(self, attachment: Attachment, reader: Principal) -> bool:
        with suppress(DocumentNotFound):
            self.documents.get(attachment.document_id, reader=reader)
            return True
        return False

    def save(self, attachment: Attachment, *, text: str | None = None) -> None:
        self.kept[attachment.attachment_id] = attachment
        if text is not None:
            self.texts[attachment.attachment_id] = text
        if attachment.state in {State.REMOVED, State.REFUSED}:
            self.texts.pop(attachment.attachment_id, None)

    def of_document(self, document_id: UUID) -> Sequence[Attachment]:
        return [
            each
            for each in self._oldest_first()
            if each.document_id == document_id and each.state is not State.REMOVED
        ]

    def open_uploads(self, subject: str) -> int:
        uploading = [each for each in self.kept.values() if each.state is State.UPLOADING]
        return len([each for each in uploading if each.uploaded_by == subject])

    def due(self, states: frozenset[State], at: datetime, most: int) -> Sequence[UUID]:
        found = sorted(
            (each.due_at, each.attachment_id)
            for each in self.kept.values()
            if each.state in states and each.due_at is not None and each.due_at <= at
        )
        return [attachment_id for _, attachment_id in found][:most]

    def given_up(self, before: datetime, most: int) -> Sequence[UUID]:
        return [
            each.attachment_id
            for each in self._oldest_first()
            if each.state is State.UPLOADING and each.uploaded_at < before
        ][:most]

    def texts_of(self, document_ids: Sequence[UUID]) -> dict[UUID, Sequence[str]]:
        found: dict[UUID, list[str]] = {}
        for each in self._oldest_first():
            shown = each.state is State.STANDING and each.has_text
            if shown and each.document_id in document_ids:
                found.setdefault(each.document_id, []).append(
                    self.texts.get(each.attachment_id, "")
                )
        return dict(found)

    def changed_since(self, at: datetime) -> Sequence[UUID]:
        return list({each.document_id for each in self.kept.values() if each.changed_at >= at})

    def forget_refused(self, before: datetime) -> int:
        old = [
            key
            for key, each in self.kept.items()
            if each.state is State.REFUSED and each.changed_at < before and not each.bytes_kept
        ]
        for key in old:
            del self.kept[key]
        return len(old)

    def waiting(self) -> int:
        return len([each for each in self.kept.values() if each.state is State.QUARANTINED])

    def touched_by(self, subject: str) -> Sequence[Attachment]:
        return [each for each in self._oldest_first() if subject in _people(each)]

    def rename(self, subject: str, pseudonym: str) -> int:
        mine = self.touched_by(subject)
        for each in mine:
            renamed = {
                name: pseudonym
                for name in ("uploaded_by", "confirmed_by", "removed_by")
                if getattr(each, name) == subject
            }
            self.kept[each.attachment_id] = replace(each, **renamed)
        return len(mine)

    def _oldest_first(self) -> list[Attachment]:
        return sorted(self.kept.values(), key=lambda each: (each.uploaded_at, each.attachment_id))


def _people(each: Attachment) -> set[str | None]:
    return {each.uploaded_by, each.confirmed_by, each.removed_by}


@dataclass
class MemoryInspection:
    """Says what it was told to; the text of a file is its bytes."""

    refuses: Refusal | None = None
    looked: int = 0

    def refusal(self, path: Path, kind: FileKind) -> Refusal | None:
        self.looked += 1
        return self.refuses

    def text(self, path: Path, kind: FileKind) -> str:
        return path.read_bytes().decode("latin-1") if kind.has_text else ""


@contextmanager
def scratch() -> Iterator[Path]:
    """A place for a file."""
    with TemporaryDirectory() as folder:
        yield Path(folder) / "file"


@dataclass
class MemoryLinks:
    """Links that are numbers."""

    grants: list[Grant] = field(default_factory=list)

    def sign(self, grant: Grant, name: str) -> str:
        self.grants.append(grant)
        return f"https://files.example/{len(self.grants) - 1}/{name}"

    def opened(self, token: str) -> Grant:
        if not token.isdecimal() or int(token) >= len(self.grants):
            raise AttachmentNotFound("There is no such attachment.")
        return self.grants[int(token)]


@dataclass
class MemoryReaders:
    """People by their ids; who is not known has a void link."""

    people: dict[str, Principal] = field(default_factory=dict)

    def reader(self, grant: Grant) -> Principal | None:
        return self.people.get(grant.subject) if grant.subject else ANONYMOUS
