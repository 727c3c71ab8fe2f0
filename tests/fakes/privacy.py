"""Requests about somebody's data, receipts, and holders of data, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.complaint import Complaint, ComplaintNotFound
from services.identity.domain.export_archive import Part
from services.identity.domain.privacy_errors import (
    HolderUnavailable,
    PrivacyRequestNotFound,
    PrivacyRequestOpen,
)
from services.identity.domain.privacy_request import PrivacyRequest, PrivacyRequestState, Receipt


@dataclass
class MemoryPrivacyReceipts:
    """Receipts in a dictionary."""

    kept: dict[tuple[UUID, str, int], Receipt] = field(default_factory=dict)
    held: dict[tuple[UUID, str, int], Part] = field(default_factory=dict)

    def add(self, receipt: Receipt) -> None:
        self.kept.setdefault(_place(receipt), receipt)

    def claim(self, now: datetime, *, again_at: datetime) -> Receipt | None:
        due = [r for r in self.kept.values() if r.answered_at is None and r.due_at <= now]
        if not due:
            return None
        first = min(due, key=lambda each: (each.due_at, each.request_id, each.holder))
        taken = replace(first, due_at=again_at, tries=first.tries + 1)
        self.kept[_place(taken)] = taken
        return taken

    def of(self, request_ids: Collection[UUID]) -> Sequence[Receipt]:
        found = [each for each in self.kept.values() if each.request_id in request_ids]
        return sorted(found, key=lambda each: (each.round, each.holder))

    def answered(self, receipt: Receipt, part: Part | None) -> None:
        if self.kept[_place(receipt)].answered_at is None:
            due = self.kept[_place(receipt)].due_at
            self.kept[_place(receipt)] = replace(receipt, due_at=due, why="")
            if part is not None:
                self.held[_place(receipt)] = part

    def later(self, receipt: Receipt, at: datetime, why: str) -> None:
        there = self.kept[_place(receipt)]
        if there.answered_at is None:
            self.kept[_place(receipt)] = replace(there, due_at=at, why=why)

    def parts(self, request_id: UUID) -> Sequence[Part]:
        found = [part for place, part in self.held.items() if place[0] == request_id]
        return sorted(found, key=lambda each: each.holder)

    def forget_parts(self, request_id: UUID) -> int:
        gone = [place for place in self.held if place[0] == request_id]
        for place in gone:
            del self.held[place]
        return len(gone)


@dataclass
class MemoryPrivacyRequests:
    """Requests in a dictionary."""

    kept: dict[UUID, PrivacyRequest] = field(default_factory=dict)
    receipts: MemoryPrivacyReceipts = field(default_factory=MemoryPrivacyReceipts)

    def add(self, request: PrivacyRequest) -> None:
        same = (request.subject, request.kind)
        there = (r for r in self.kept.values() if r.open)
        if request.open and any((r.subject, r.kind) == same for r in there):
            raise PrivacyRequestOpen("It was asked for already, and is not answered yet.")
        self.kept[request.request_id] = request

    def get(self, request_id: UUID, *, lock: bool = False) -> PrivacyRequest:
        if request_id not in self.kept:
            raise PrivacyRequestNotFound("There is no such request.")
        return self.kept[request_id]

    def save(self, request: PrivacyRequest) -> None:
        if self.kept[request.request_id].version != request.version - 1:
            raise StaleVersion("The request changed meanwhile: read it again.")
        self.kept[request.request_id] = request

    def of_subject(self, subject: str, *, most: int) -> Sequence[PrivacyRequest]:
        found = [each for each in self.kept.values() if each.subject == subject]
        found.sort(key=lambda each: each.request_id)
        return sorted(found, key=lambda each: each.created_at, reverse=True)[:most]

    def page(self, *, only_open: bool, after: Place | None, size: int) -> Sequence[PrivacyRequest]:
        found = [
            each
            for each in sorted(self.kept.values(), key=lambda r: (r.created_at, r.request_id))
            if (each.open or not only_open)
            and (after is None or (each.created_at, each.request_id) > (after.at, after.item_id))
        ]
        return found[:size]

    def to_begin(self, now: datetime) -> PrivacyRequest | None:
        due = [
            each
            for each in self.kept.values()
            if each.state is PrivacyRequestState.WAITING and each.begins_at <= now
        ]
        return min(due, key=lambda each: (each.begins_at, each.request_id), default=None)

    def to_end(self, now: datetime) -> PrivacyRequest | None:
        due = [r for r in self.kept.values() if r.until is not None and r.until <= now]
        return min(due, key=lambda each: (str(each.until), each.request_id), default=None)

    def disown(self, subject: str, pseudonym: str, at: datetime) -> int:
        mine = [each for each in self.kept.values() if each.subject == subject]
        for each in mine:
            self.receipts.forget_parts(each.request_id)
            ended: dict[str, Any] = (
                {
                    "state": PrivacyRequestState.WITHDRAWN,
                    "version": each.version + 1,
                    "closed_at": at,
                }
                if each.open
                else {}
            )
            self.kept[each.request_id] = replace(each, subject=pseudonym, until=None, **ended)
        return len(mine)

    def forget_closed(self, before: datetime) -> int:
        old = [r for r in self.kept.values() if r.closed_at is not None and r.closed_at < before]
        for each in old:
            del self.kept[each.request_id]
            for receipt in self.receipts.of([each.request_id]):
                del self.receipts.kept[_place(receipt)]
            self.receipts.forget_parts(each.request_id)
        return len(old)


@dataclass
class MemoryComplaints:
    """Complaints in a dictionary."""

    kept: dict[UUID, Complaint] = field(default_factory=dict)

    def add(self, complaint: Complaint) -> None:
        self.kept[complaint.complaint_id] = complaint

    def get(self, complaint_id: UUID, *, lock: bool = False) -> Complaint:
        if complaint_id not in self.kept:
            raise ComplaintNotFound("There is no such complaint.")
        return self.kept[complaint_id]

    def save(self, complaint: Complaint) -> None:
        if self.kept[complaint.complaint_id].version != complaint.version - 1:
            raise StaleVersion("The complaint changed meanwhile: read it again.")
        self.kept[complaint.complaint_id] = complaint

    def page(self, *, only_open: bool, after: Place | None, size: int) -> Sequence[Complaint]:
        found = [
            each
            for each in sorted(self.kept.values(), key=lambda c: (c.made_at, c.complaint_id))
            if (each.answered_at is None or not only_open)
            and (after is None or (each.made_at, each.complaint_id) > (after.at, after.item_id))
        ]
        return found[:size]

    def forget_answered(self, before: datetime) -> int:
        old = [
            c for c in self.kept.values() if c.answered_at is not None and c.answered_at < before
        ]
        for each in old:
            del self.kept[each.complaint_id]
        return len(old)


@dataclass
class MemoryHolder:
    """Holds rows about people; can be away, and can die before its answer is kept."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def export(self, subject: str) -> Sequence[dict[str, Any]]:
        self._come("export", subject)
        return self.rows.get(subject, [])

    def erase(self, subject: str) -> int:
        self._come("erase", subject)
        return len(self.rows.pop(subject, []))

    def _come(self, what: str, subject: str) -> None:
        self.asked.append(f"{what} {subject}")
        if self.away:
            raise HolderUnavailable("The service answered UNAVAILABLE.")


def _place(receipt: Receipt) -> tuple[UUID, str, int]:
    return receipt.request_id, receipt.holder, receipt.round
