"""What the use cases of attachments need."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.attachment import Attachment, Refusal, State
from services.content.domain.attachment_kind import FileKind
from services.content.domain.attachment_link import Grant


class Attachments(Protocol):
    """The attachments of one transaction."""

    def add(self, attachment: Attachment) -> None:
        """Keep a new one."""
        ...

    def get(
        self, attachment_id: UUID, *, reader: Principal | None = None, lock: bool = False
    ) -> Attachment:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            AttachmentNotFound: there is none, or the reader, if one is named, may not know of its
                document.
        """
        ...

    def save(self, attachment: Attachment, *, text: str | None = None) -> None:
        """Keep one as it is now, from under its lock; with a text, that too."""
        ...

    def of_document(self, document_id: UUID) -> Sequence[Attachment]:
        """Return what is attached to a document and was not removed, oldest first."""
        ...

    def open_uploads(self, subject: str) -> int:
        """Return how many uploads of a person are not finished."""
        ...

    def due(self, states: frozenset[State], at: datetime, most: int) -> Sequence[UUID]:
        """Return some in these states that are due by then, the earliest first."""
        ...

    def given_up(self, before: datetime, most: int) -> Sequence[UUID]:
        """Return uploads that were begun before then and never finished."""
        ...

    def texts_of(self, document_ids: Sequence[UUID]) -> dict[UUID, Sequence[str]]:
        """Return what the standing attachments of documents say, by document, oldest first."""
        ...

    def changed_since(self, at: datetime) -> Sequence[UUID]:
        """Return the documents of which an attachment changed since then."""
        ...

    def forget_refused(self, before: datetime) -> int:
        """Delete what was refused before then and has no bytes left; return how many."""
        ...

    def waiting(self) -> int:
        """Return how many wait in quarantine."""
        ...

    def touched_by(self, subject: str) -> Sequence[Attachment]:
        """Return those that a person uploaded, confirmed or removed."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        ...


class Scanner(Protocol):
    """Looks for what is known to be harmful."""

    def finding(self, file: BinaryIO) -> str | None:
        """Return the name of what was found in a file, or None.

        Raises:
            ScannerUnavailable: it does not answer, or cannot say.
        """
        ...


class Inspection(Protocol):
    """Looks into files of strangers, within bounds."""

    def refusal(self, path: Path, kind: FileKind) -> Refusal | None:
        """Return why a file is refused, or None."""
        ...

    def text(self, path: Path, kind: FileKind) -> str:
        """Return a good file's text; empty where there is none."""
        ...


class Scratch(Protocol):
    """Makes a place for one file while it is looked at."""

    def __call__(self) -> AbstractContextManager[Path]:
        """Yield the path of an empty file that is gone afterwards."""
        ...


class Readers(Protocol):
    """Knows who somebody is by now, without a token of theirs."""

    def reader(self, grant: Grant) -> Principal | None:
        """Return who holds a link, with the rights of this moment, or None if it is void.

        It is for somebody who is suspended or closed by now, whose tokens of that time are no
        longer good, or of whom less is known here than the link was made by.
        """
        ...


class Links(Protocol):
    """Signs where a file can be read for some minutes."""

    def sign(self, grant: Grant, name: str) -> str:
        """Return the address; the name at its end is for whoever saves the file."""
        ...

    def opened(self, token: str) -> Grant:
        """Return what a token grants.

        Raises:
            AttachmentNotFound: it is none of ours, or has run out.
        """
        ...
