"""What content keeps of readers, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document, Status
from services.content.domain.reading import Reading
from services.content.domain.remark import Remark
from services.content.domain.remark_errors import RemarkNotFound
from services.content.usecases.remark_ports import Month, Remarked, Wanted


@dataclass
class MemoryRemarks:
    """Remarks in a dictionary, beside the documents that they are on."""

    documents: Any
    kept: dict[UUID, Remark] = field(default_factory=dict)

    def add(self, remark: Remark) -> None:
        self.kept[remark.remark_id] = remark

    def get(self, remark_id: UUID) -> Remark:
        if remark_id not in self.kept:
            raise RemarkNotFound("There is no such remark.")
        return self.kept[remark_id]

    def save(self, remark: Remark) -> None:
        self.kept[remark.remark_id] = remark

    def page(
        self, reader: Principal, wanted: Wanted, *, after: Place | None, size: int
    ) -> Sequence[Remarked]:
        found = []
        for each in sorted(self.kept.values(), key=lambda each: (each.left_at, each.remark_id)):
            document = self.documents.kept[each.document_id]
            later = after is None or (each.left_at, each.remark_id) > (after.at, after.item_id)
            asked = each.status is wanted.status and not (wanted.not_useful and each.useful)
            if asked and later and self._seen_by(reader, each, wanted.document_id):
                said = [r.useful for r in self.kept.values() if r.document_id == each.document_id]
                found.append(
                    Remarked(
                        remark=each,
                        title=document.content.title,
                        useful=said.count(True),
                        not_useful=said.count(False),
                    )
                )
        return found[:size]

    def months(
        self, reader: Principal, document_id: UUID | None, *, since: datetime
    ) -> Sequence[Month]:
        said: dict[str, list[bool]] = {}
        for each in self.kept.values():
            if each.left_at >= since and self._seen_by(reader, each, document_id):
                said.setdefault(f"{each.left_at:%Y-%m}", []).append(each.useful)
        return [
            Month(month=month, useful=said[month].count(True), not_useful=said[month].count(False))
            for month in sorted(said, reverse=True)
        ]

    def _seen_by(self, reader: Principal, remark: Remark, document_id: UUID | None) -> bool:
        document = self.documents.kept[remark.document_id]
        stands = document.status is Status.PUBLISHED and document.readable_by(reader)
        return stands and document_id in {None, remark.document_id}

    def forget(self, *, before: datetime) -> int:
        gone = [each.remark_id for each in self.kept.values() if each.left_at < before]
        for each in gone:
            del self.kept[each]
        return len(gone)


@dataclass
class MemoryReadings:
    """Readings in a dictionary, beside the documents that they are of."""

    documents: Any
    kept: dict[tuple[str, UUID], Reading] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)

    def find(self, subject: str, document_ids: Sequence[UUID]) -> Sequence[Reading]:
        return [self.kept[subject, each] for each in document_ids if (subject, each) in self.kept]

    def keep(self, subject: str, reading: Reading) -> None:
        before = self.kept.get((subject, reading.document_id), reading)
        if before.version <= reading.version:
            read_at = max(before.read_at, reading.read_at)
            self.kept[subject, reading.document_id] = replace(reading, read_at=read_at)

    def changed(
        self, reader: Principal, *, after: Place | None, size: int
    ) -> Sequence[tuple[Document, Reading]]:
        found = [
            (document, each)
            for each in self.of(reader.person)
            if (document := self.documents.kept.get(each.document_id))
            and document.status is Status.PUBLISHED
            and document.readable_by(reader)
            and each.changed(document)
            and (after is None or _place(document) < (after.at, after.item_id))
        ]
        return sorted(found, key=lambda pair: _place(pair[0]), reverse=True)[:size]

    def of(self, subject: str) -> Sequence[Reading]:
        mine = [each for (who, _), each in self.kept.items() if who == subject]
        return sorted(mine, key=lambda each: (each.read_at, each.document_id))

    def is_off(self, subject: str) -> bool:
        return subject in self.off

    def switch(self, subject: str, *, off: bool) -> None:
        (self.off.add if off else self.off.discard)(subject)

    def clear(self, subject: str) -> int:
        mine = [key for key in self.kept if key[0] == subject]
        for key in mine:
            del self.kept[key]
        return len(mine)

    def forget(self, *, before: datetime) -> int:
        gone = [key for key, each in self.kept.items() if each.read_at < before]
        for key in gone:
            del self.kept[key]
        return len(gone)


def _place(document: Document) -> tuple[datetime, UUID]:
    return document.material.changed_at, document.document_id
