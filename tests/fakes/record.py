"""What went out, what came in as CAP, and the public log, in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid4

from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap.importing import CapImport
from services.alerts.domain.cap.issuing import Sender
from services.alerts.domain.cap.message import Reference
from services.alerts.domain.errors import CapIdentifierReused
from services.alerts.domain.issued_message import IssuedMessage, code_of, messages_of, thread_of
from services.alerts.domain.merkle import Node
from services.alerts.domain.tree_head import SignedTreeHead
from services.alerts.usecases.record_ports import LARGEST_PART, LogEntry

SENDER = Sender(sender="alerts@isp.example", name="ISP", public_url="https://isp.example")


@dataclass
class MemoryMessages:
    """Messages in a list."""

    alerts: Any
    kept: list[IssuedMessage] = field(default_factory=list)

    def record(self, alert: Alert) -> IssuedMessage:
        earlier = [each for each in self.kept if each.thread_id == thread_of(alert)]
        self.kept += messages_of(alert, SENDER, earlier=earlier, code=code_of(uuid4()))
        return self.kept[-1]

    def find(self, identifier: str) -> IssuedMessage | None:
        return next((each for each in self.kept if each.identifier == identifier), None)

    def of_alert(self, alert_id: UUID) -> Sequence[IssuedMessage]:
        return [each for each in self.kept if each.alert_id == alert_id]

    def by_code(self, code: str) -> tuple[IssuedMessage, Alert] | None:
        issues = [each for each in self.kept if each.notice is Status.ISSUED]
        found = next((each for each in issues if each.code == code), None)
        return None if found is None else (found, self.alerts.get(found.alert_id))

    def public(self, most: int, *, largest: int = LARGEST_PART) -> Sequence[IssuedMessage]:
        return _fitting([each for each in reversed(self.kept) if each.public][:most], largest)


def _fitting(found: list[Any], largest: int) -> list[Any]:
    sizes = accumulate(len(each.document) for each in found)
    fit = sum(size <= largest for size in sizes)
    return found[: max(1, fit)]


@dataclass
class MemoryCapImports:
    """Imports in a dictionary."""

    kept: dict[tuple[str, str], CapImport] = field(default_factory=dict)

    def find(self, sender: str, identifier: str) -> CapImport | None:
        return self.kept.get((sender, identifier))

    def add(self, came: CapImport) -> None:
        if (came.sender, came.identifier) in self.kept:
            raise CapIdentifierReused("This message came at the same moment: send it again.")
        self.kept[came.sender, came.identifier] = came

    def named_by(self, references: Iterable[Reference]) -> Sequence[CapImport]:
        named = set(references)
        found = self.kept.values()
        return [
            each for each in found if Reference(each.sender, each.identifier, each.sent) in named
        ]

    def about(self, alert_ids: Collection[UUID], *, most: int) -> Sequence[CapImport]:
        found = [each for each in self.kept.values() if each.about in set(alert_ids)]
        return sorted(found, key=lambda each: (-each.sent.timestamp(), each.alert_id))[:most]

    def of_draft(self, alert_id: UUID) -> CapImport | None:
        return next((each for each in self.kept.values() if each.alert_id == alert_id), None)


@dataclass
class MemoryLog:
    """The public log in lists."""

    messages: MemoryMessages
    order: list[str] = field(default_factory=list)
    tree: dict[Node, bytes] = field(default_factory=dict)
    heads: list[SignedTreeHead] = field(default_factory=list)
    held: bool = False
    chain: bytes = b""

    def hold(self) -> bool:
        return not self.held

    def size(self) -> int:
        return len(self.order)

    def waiting(self, most: int) -> Sequence[IssuedMessage]:
        found = [each for each in self.messages.kept if each.public]
        return [each for each in found if each.identifier not in self.order][:most]

    def nodes(self, wanted: Iterable[Node]) -> Mapping[Node, bytes]:
        return {node: self.tree[node] for node in wanted if node in self.tree}

    def append(self, index: int, identifier: str, nodes: Mapping[Node, bytes]) -> None:
        assert index == len(self.order)
        self.order.append(identifier)
        self.tree |= nodes

    def index_of(self, identifier: str) -> int | None:
        return self.order.index(identifier) if identifier in self.order else None

    def entries(self, start: int, most: int, *, largest: int = LARGEST_PART) -> Sequence[LogEntry]:
        found = [
            LogEntry(index, identifier, self._document(identifier))
            for index, identifier in list(enumerate(self.order))[start : start + most]
        ]
        return _fitting(found, largest)

    def _document(self, identifier: str) -> bytes:
        message = self.messages.find(identifier)
        assert message is not None
        return message.document

    def newest_head(self) -> SignedTreeHead | None:
        return self.heads[-1] if self.heads else None

    def add_head(self, head: SignedTreeHead) -> None:
        self.heads.append(head)

    def audit_hash(self) -> bytes:
        return self.chain
