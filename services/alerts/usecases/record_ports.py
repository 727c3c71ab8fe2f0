"""What the use cases need of what went out, what came in, and the public log."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from services.alerts.domain.alert import Alert
from services.alerts.domain.cap.importing import CapImport
from services.alerts.domain.cap.message import Reference
from services.alerts.domain.issued_message import IssuedMessage
from services.alerts.domain.merkle import Node
from services.alerts.domain.tree_head import SignedTreeHead, TreeHead

LARGEST_PART: Final = 3 * 1024 * 1024
"""Bytes of documents in one answer, which has 4 MiB at most: an area may have 50,000 points."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One message of the public log, at its place."""

    index: int
    identifier: str
    document: bytes


class Messages(Protocol):
    """The messages that went out, on one transaction."""

    def record(self, alert: Alert) -> IssuedMessage:
        """Keep the message that an alert's issue or end is; it never changes."""
        ...

    def find(self, identifier: str) -> IssuedMessage | None:
        """Return a message, or None."""
        ...

    def of_alert(self, alert_id: UUID) -> Sequence[IssuedMessage]:
        """Return the messages of an alert, oldest first."""
        ...

    def by_code(self, code: str) -> tuple[IssuedMessage, Alert] | None:
        """Return the message of an alert's issue by its code, with the alert; None if none is."""
        ...

    def public(self, most: int, *, largest: int = LARGEST_PART) -> Sequence[IssuedMessage]:
        """Return the messages that everyone may read, newest first.

        Their documents have at most so many bytes together; the newest is always there.
        """
        ...


class CapImports(Protocol):
    """The CAP messages that came in, on one transaction."""

    def find(self, sender: str, identifier: str) -> CapImport | None:
        """Return a message that came, or None."""
        ...

    def add(self, came: CapImport) -> None:
        """Keep that a message came.

        Raises:
            CapIdentifierReused: the same one came at this moment.
        """
        ...

    def named_by(self, references: Iterable[Reference]) -> Sequence[CapImport]:
        """Return the messages that references name."""
        ...

    def about(self, alert_ids: Collection[UUID], *, most: int) -> Sequence[CapImport]:
        """Return those about any of these alerts, the latest sent first."""
        ...

    def of_draft(self, alert_id: UUID) -> CapImport | None:
        """Return the message that an alert was made of, or None."""
        ...


class PublicLog(Protocol):
    """The public log, on one transaction."""

    def hold(self) -> bool:
        """Let nobody else add to it before the transaction ends; False if another does."""
        ...

    def size(self) -> int:
        """Return how many messages it has."""
        ...

    def waiting(self, most: int) -> Sequence[IssuedMessage]:
        """Return public messages that it does not have yet, oldest first."""
        ...

    def nodes(self, wanted: Iterable[Node]) -> Mapping[Node, bytes]:
        """Return the complete nodes that were asked for."""
        ...

    def append(self, index: int, identifier: str, nodes: Mapping[Node, bytes]) -> None:
        """Add a message, with the nodes that the tree gains by it."""
        ...

    def index_of(self, identifier: str) -> int | None:
        """Return the place of a message, or None."""
        ...

    def entries(self, start: int, most: int, *, largest: int = LARGEST_PART) -> Sequence[LogEntry]:
        """Return messages from a place on.

        Their documents have at most so many bytes together; the first is always there.
        """
        ...

    def newest_head(self) -> SignedTreeHead | None:
        """Return the head that was signed last, or None."""
        ...

    def add_head(self, head: SignedTreeHead) -> None:
        """Keep a head."""
        ...

    def audit_hash(self) -> bytes:
        """Return the last link of the internal ledger's chain."""
        ...


class HeadSigner(Protocol):
    """Signs heads of the public log."""

    def sign(self, head: TreeHead) -> SignedTreeHead:
        """Return a head with its signature."""
        ...
