"""Who confirmed what, in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from kernel.access import may_read
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.document import Document, Status
from services.content.domain.receipt import (
    SHARES,
    Figures,
    NamedReceipt,
    Receipt,
    ReceiptAsked,
    Telling,
)

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class MemoryReceipts:
    """Receipts in a dictionary, beside the documents and the people that they are of."""

    documents: Any
    readers: Any
    kept: dict[tuple[UUID, str], Receipt] = field(default_factory=dict)
    reminders: dict[UUID, datetime] = field(default_factory=dict)
    to_tell: dict[UUID, int] = field(default_factory=dict)

    def find(self, subject: str, document_id: UUID) -> Receipt | None:
        return self.kept.get((document_id, subject))

    def keep(self, receipt: Receipt) -> None:
        key = receipt.document_id, receipt.subject
        if key not in self.kept or self.kept[key].version < receipt.version:
            self.kept[key] = receipt

    def asked_of(
        self, reader: Principal, *, size: int
    ) -> Sequence[tuple[Document, datetime | None]]:
        found = [
            each
            for each in self.documents.kept.values()
            if each.content.receipt is not ReceiptAsked.NONE
            and each.status is Status.PUBLISHED
            and each.readable_by(reader)
            and _for_one(each.content.sectors, reader.sectors)
            and _for_one(each.content.regions, reader.regions)
            and not self._confirmed(each, reader.person)
        ]
        found.sort(key=lambda each: (each.material.changed_at, each.document_id))
        found.sort(key=lambda each: self.reminders.get(each.document_id, _NEVER), reverse=True)
        return [(each, self.reminders.get(each.document_id)) for each in found[:size]]

    def figures(self, document: Document, *, names: bool) -> Figures:
        asked = self._asked(document)
        there = [
            (who, self.kept[document.document_id, subject])
            for subject, who in asked.items()
            if self._confirmed(document, subject)
        ]
        named = [
            NamedReceipt(
                name=each.name, organisation_id=who.organisation_id, confirmed_at=each.confirmed_at
            )
            for who, each in there
            if each.name
        ]
        return Figures(
            people=len(asked),
            confirmed=len(there),
            organisations=len({who.organisation_id for who, _ in there} - {None}),
            regions=dict(Counter(code for who, _ in there for code in who.regions)),
            sectors=dict(Counter(code for who, _ in there for code in who.sectors)),
            names=sorted(named, key=lambda each: each.name) if names else (),
        )

    def _asked(self, document: Document) -> dict[str, Principal]:
        content = document.content
        return {
            subject: who
            for subject, who in self.readers.known.items()
            if who is not None
            and who.tier >= Tier.REGISTERED
            and may_read(who, content.marking)
            and _for_one(content.sectors, who.sectors)
            and _for_one(content.regions, who.regions)
        }

    def _confirmed(self, document: Document, subject: str) -> bool:
        receipt = self.find(subject, document.document_id)
        return receipt is not None and receipt.version >= document.material.version

    def reminded_at(self, document_id: UUID) -> datetime | None:
        return self.reminders.get(document_id)

    def remind(self, document_id: UUID, *, at: datetime) -> None:
        self.reminders[document_id] = at
        self.to_tell[document_id] = 0

    def next_reminder(self) -> Telling | None:
        waiting = sorted(self.to_tell, key=lambda each: self.reminders[each])
        return Telling(document_id=waiting[0], share=self.to_tell[waiting[0]]) if waiting else None

    def told(self, telling: Telling) -> None:
        self.to_tell[telling.document_id] += 1
        if self.to_tell[telling.document_id] == SHARES:
            del self.to_tell[telling.document_id]

    def unconfirmed(self, document: Document, share: int) -> Sequence[str]:
        return sorted(
            subject
            for subject in self._asked(document)
            if sha256(subject.encode()).digest()[0] == share
            and not self._confirmed(document, subject)
        )

    def of(self, subject: str) -> Sequence[Receipt]:
        mine = [each for each in self.kept.values() if each.subject == subject]
        return sorted(mine, key=lambda each: (each.confirmed_at, each.document_id))

    def clear(self, subject: str) -> int:
        mine = self.of(subject)
        for each in mine:
            del self.kept[each.document_id, subject]
        return len(mine)

    def forget(self, *, before: datetime) -> int:
        gone = [key for key, each in self.kept.items() if each.confirmed_at < before]
        for key in gone:
            del self.kept[key]
        return len(gone)


def _for_one(said: frozenset[str], theirs: frozenset[str]) -> bool:
    return not said or bool(said & theirs)
