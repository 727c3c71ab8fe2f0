"""A file that is attached to a document, and its life from upload to reading.

Whatever comes in waits in quarantine. It is shown when it was scanned, looked into and, of a
document that is not for everybody, confirmed by a second person.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.grants import ReadGrant
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.attachment_errors import (
    AttachmentChanged,
    AttachmentNotFound,
    NotAwaitingConfirmation,
    PieceOutOfOrder,
    UploadClosed,
    UploadIncomplete,
)
from services.content.domain.attachment_kind import MIB, FileKind
from services.content.domain.document import EDITING, Document, Status
from services.content.domain.partner_errors import SelfConfirmation

PIECE_BYTES: Final = MIB
"""Every piece of an upload but the last has so many."""

MOST_ATTACHMENTS: Final = 20
"""Of a document."""

MOST_OPEN_UPLOADS: Final = 5
"""Of a person."""

LONGEST_TEXT: Final = 200_000
"""Characters of a file that a search looks into."""

UPLOAD_HOURS: Final = timedelta(hours=24)
"""An upload that was not finished by then is given up, with its pieces."""

REFUSAL_KEPT: Final = timedelta(days=7)
"""How long the desk says what was refused; of the file nothing is kept."""

TRY_AGAIN: Final = timedelta(seconds=15)
"""While the scanner or the storage is away."""

LOOK_LASTS: Final = timedelta(minutes=10)
"""After so long another process looks into a file whose look never ended."""


class State(Enum):
    """Where an attachment is in its life."""

    UPLOADING = "UPLOADING"
    QUARANTINED = "QUARANTINED"
    UNCONFIRMED = "UNCONFIRMED"
    STANDING = "STANDING"
    REFUSED = "REFUSED"
    REMOVED = "REMOVED"


TRANSITIONS: Final = {
    State.UPLOADING: {State.QUARANTINED, State.REMOVED},
    State.QUARANTINED: {State.UNCONFIRMED, State.STANDING, State.REFUSED, State.REMOVED},
    State.UNCONFIRMED: {State.STANDING, State.REMOVED},
    State.STANDING: {State.UNCONFIRMED, State.REMOVED},
    State.REFUSED: {State.REMOVED},
    State.REMOVED: set(),
}
WITH_A_FILE: Final = frozenset({State.UNCONFIRMED, State.STANDING})
"""The states in which there is a file that was found good."""


class Refusal(Enum):
    """Why a file was refused."""

    INFECTED = "INFECTED"
    MISTYPED = "MISTYPED"
    DAMAGED = "DAMAGED"
    DIGEST_DIFFERS = "DIGEST_DIFFERS"
    ENCRYPTED = "ENCRYPTED"
    MACROS = "MACROS"
    ACTIVE_CONTENT = "ACTIVE_CONTENT"
    EMBEDDED_FILE = "EMBEDDED_FILE"
    COMPRESSION_BOMB = "COMPRESSION_BOMB"
    TOO_COMPLEX = "TOO_COMPLEX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An attachment as it stands. A change returns the next version.

    `digest` is SHA-256 in lower-case hex, as whoever uploaded it said; the scan holds the file to
    it. `received` counts the pieces that are there. `bytes_kept` says that the storage may hold
    something of it.
    """

    attachment_id: UUID
    document_id: UUID
    version: int
    state: State
    name: str
    kind: FileKind
    size: int
    received: int
    digest: str
    uploaded_by: str
    uploaded_at: datetime
    changed_at: datetime
    confirmed_by: str | None = None
    removed_by: str | None = None
    refusal: Refusal | None = None
    has_text: bool = False
    due_at: datetime | None = None
    bytes_kept: bool = True

    @classmethod
    def begun(
        cls,
        attachment_id: UUID,
        document_id: UUID,
        *,
        name: str,
        kind: FileKind,
        size: int,
        by: str,
        at: datetime,
    ) -> "Attachment":
        """Return an upload of which nothing is there yet."""
        return cls(
            attachment_id=attachment_id,
            document_id=document_id,
            version=1,
            state=State.UPLOADING,
            name=name,
            kind=kind,
            size=size,
            received=0,
            digest="",
            uploaded_by=by,
            uploaded_at=at,
            changed_at=at,
        )

    @property
    def pieces(self) -> int:
        """Of how many pieces it is."""
        return -(-self.size // PIECE_BYTES)

    def piece_bytes(self, number: int) -> int:
        """Return how many bytes a piece has, counted from 0."""
        whole = number < self.pieces - 1
        return PIECE_BYTES if whole else self.size - (self.pieces - 1) * PIECE_BYTES

    def takes(self, number: int) -> None:
        """See that a piece may come now: the next one, or one again that came before.

        Raises:
            UploadClosed: it takes no more.
            PieceOutOfOrder: it is another one.
        """
        if self.state is not State.UPLOADING:
            raise UploadClosed("The upload takes no more pieces.")
        if not 0 <= number < self.pieces or number > self.received:
            raise PieceOutOfOrder(f"The next piece is {self.received}.")

    def with_piece(self, number: int) -> "Attachment":
        """Return it with a piece that came."""
        return replace(self, received=max(self.received, number + 1))

    def finished(self, digest: str, *, at: datetime) -> "Attachment":
        """Return it as it waits in quarantine.

        Raises:
            UploadClosed: it was finished, refused or removed.
            UploadIncomplete: pieces are missing.
        """
        if self.state is not State.UPLOADING:
            raise UploadClosed("The upload was ended before.")
        if self.received < self.pieces:
            raise UploadIncomplete(f"{self.received} of {self.pieces} pieces are here.")
        return self._moved(State.QUARANTINED, at=at, digest=digest, due_at=at)

    def passed(self, document: Document, *, has_text: bool, at: datetime) -> "Attachment":
        """Return it after it was found good: shown, or waiting for a second person."""
        state = State.UNCONFIRMED if needs_second_person(document) else State.STANDING
        return self._moved(state, at=at, has_text=has_text, due_at=at)

    def refused(self, why: Refusal, *, at: datetime) -> "Attachment":
        """Return it refused: of the file nothing is to be kept."""
        return self._moved(State.REFUSED, at=at, refusal=why, due_at=at)

    def put_off(self, by: timedelta, *, at: datetime) -> "Attachment":
        """Return it to be looked at again later. No new version."""
        return replace(self, due_at=at + by)

    def confirmed(self, digest: str, *, by: str, at: datetime) -> "Attachment":
        """Show it on the word of a second person, who read exactly this file.

        Raises:
            NotAwaitingConfirmation: it waits for nobody.
            SelfConfirmation: `by` uploaded it.
            AttachmentChanged: `digest` is not the file's.
        """
        if self.state is not State.UNCONFIRMED:
            raise NotAwaitingConfirmation("The attachment waits for nobody's word.")
        if by == self.uploaded_by:
            raise SelfConfirmation("Somebody else must confirm what you uploaded.")
        if digest != self.digest:
            raise AttachmentChanged("The digest is not that of the file.")
        return self._moved(State.STANDING, at=at, confirmed_by=by)

    def under(self, document: Document, *, at: datetime) -> "Attachment":
        """Return it as it is under the marking that its document has now.

        What was shown on one person's word waits for a second one once not everybody may read the
        document: it is shown to nobody else meanwhile, and what it said leaves the index.
        """
        alone = self.state is State.STANDING and self.confirmed_by is None
        if not alone or not needs_second_person(document):
            return self
        return self._moved(State.UNCONFIRMED, at=at)

    def removed(self, *, by: str, at: datetime) -> "Attachment":
        """Take it away, in whatever state it is.

        Raises:
            AttachmentNotFound: it was removed already.
        """
        if self.state is State.REMOVED:
            raise AttachmentNotFound("There is no such attachment.")
        return self._moved(State.REMOVED, at=at, removed_by=by, due_at=at, has_text=False)

    def cleared(self) -> "Attachment":
        """Return it when the storage holds no more of it than it should. No new version."""
        return replace(self, bytes_kept=self.state in WITH_A_FILE, due_at=None)

    def shown_to(
        self,
        reader: Principal,
        document: Document,
        *,
        grant: ReadGrant | None = None,
        at: datetime | None = None,
    ) -> bool:
        """Tell whether a person may know of it: it follows its document's marking, and a grant.

        What does not stand, editors alone see, and by no grant.
        """
        if self.state is State.REMOVED:
            return False
        if self.state is not State.STANDING:
            return reader.may(EDITING) and document.readable_by(reader)
        return document.readable_by(reader, grant=grant, at=at)

    def opens_for(
        self,
        reader: Principal,
        document: Document,
        *,
        grant: ReadGrant | None = None,
        at: datetime | None = None,
    ) -> bool:
        """Tell whether a person may read the file now; of a withdrawn document nobody may."""
        return (
            self.state in WITH_A_FILE
            and document.status is Status.PUBLISHED
            and self.shown_to(reader, document, grant=grant, at=at)
        )

    def _moved(self, to: State, *, at: datetime, **changed: object) -> "Attachment":
        if to not in TRANSITIONS[self.state]:
            raise UploadClosed(f"It is {self.state.name}: it cannot become {to.name}.")
        return replace(self, state=to, version=self.version + 1, changed_at=at, **changed)  # type: ignore[arg-type] # fields of its own


def needs_second_person(document: Document) -> bool:
    """Tell whether two people must vouch for what is attached: of all that is not for everybody."""
    marking = document.content.marking
    everybody = marking.minimum_tier is Tier.PUBLIC
    return not everybody or bool(marking.closed_group or marking.named_subjects)
