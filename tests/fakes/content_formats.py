"""Requests for accessible formats, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.attachment import State
from services.content.domain.document import EDITING
from services.content.domain.format_errors import FormatRequestNotFound
from services.content.domain.format_request import WAITING, Answer, FormatRequest, Offer


@dataclass
class MemoryFormatRequests:
    """Requests in a dictionary, beside documents, files and people."""

    documents: Any
    attachments: Any
    people: dict[str, Principal | None]
    kept: dict[UUID, FormatRequest] = field(default_factory=dict)
    forgotten: set[UUID] = field(default_factory=set)

    def add(self, request: FormatRequest) -> None:
        self.kept[request.request_id] = request

    def get(self, request_id: UUID, *, lock: bool = False) -> FormatRequest:
        if request_id not in self.kept:
            raise FormatRequestNotFound("There is no such request.")
        return self.kept[request_id]

    def save(self, request: FormatRequest) -> None:
        self.kept[request.request_id] = request

    def waiting_of(self, requester: str) -> int:
        return sum(each.requester == requester for each in self._waiting())

    def waiting_without_account(self, document_id: UUID) -> int:
        return sum(
            each.document_id == document_id and each.requester is None for each in self._waiting()
        )

    def of(self, requester: str, *, most: int) -> Sequence[FormatRequest]:
        own = [each for each in self.kept.values() if each.requester == requester]
        return sorted(own, key=lambda each: each.asked_at, reverse=True)[:most]

    def queue(
        self, reader: Principal, *, ended: bool, after: Place | None, size: int
    ) -> Sequence[FormatRequest]:
        found = [
            each
            for each in sorted(self.kept.values(), key=_place)
            if (each.status not in WAITING) == ended
            and self.documents.kept[each.document_id].readable_by(reader)
            and (after is None or _place(each) > (after.at, after.item_id))
        ]
        return found[:size]

    def offers(self, document_id: UUID) -> Sequence[Offer]:
        newest: dict[tuple[str, str], FormatRequest] = {}
        for each in sorted(self.kept.values(), key=lambda each: (each.made_for or 0, _end(each))):
            if each.document_id == document_id and each.made_for and self._stands(each):
                newest[each.asked.format.name, each.asked.language.lower()] = each
        return [
            Offer(
                format=each.asked.format,
                language=each.asked.language,
                answer=each.answer or Answer(),
                made_for=each.made_for or 1,
                made_at=_end(each),
            )
            for _, each in sorted(newest.items())
        ]

    def overdue(self, now: datetime, *, most: int) -> Sequence[FormatRequest]:
        late = [each for each in self._waiting() if each.due_at <= now]
        untold = datetime.min.replace(tzinfo=now.tzinfo)
        return sorted(late, key=lambda each: (each.told_at or untold, *_place(each)))[:most]

    def count_waiting(self, now: datetime) -> tuple[int, int]:
        return len(self._waiting()), sum(each.due_at <= now for each in self._waiting())

    def editors(self, *, most: int) -> Sequence[Principal]:
        return [who for _, who in sorted(self.people.items()) if who and who.may(EDITING)][:most]

    def handled_by(self, subject: str) -> Sequence[FormatRequest]:
        return [each for each in self.kept.values() if subject in {each.claimed_by, each.ended_by}]

    def forget_people(self, *, before: datetime) -> int:
        over = [
            each
            for each in self.kept.values()
            if each.ended_at and each.ended_at < before and each.request_id not in self.forgotten
        ]
        for each in over:
            if each.made_for is None:
                del self.kept[each.request_id]
            else:
                self._nobodys(each)
        return len(over)

    def forget(self, requester: str) -> int:
        own = [each for each in self.kept.values() if each.requester == requester]
        for each in own:
            self._nobodys(each)
        return len(own)

    def rename(self, subject: str, pseudonym: str) -> int:
        handled = self.handled_by(subject)
        for each in handled:
            self.kept[each.request_id] = replace(
                each,
                claimed_by=pseudonym if each.claimed_by == subject else each.claimed_by,
                ended_by=pseudonym if each.ended_by == subject else each.ended_by,
            )
        return len(handled)

    def _nobodys(self, each: FormatRequest) -> None:
        self.forgotten.add(each.request_id)
        asked = replace(each.asked, note="")
        self.kept[each.request_id] = replace(each, requester=None, asked=asked)

    def _waiting(self) -> list[FormatRequest]:
        return [each for each in self.kept.values() if each.status in WAITING]

    def _stands(self, request: FormatRequest) -> bool:
        answer = request.answer or Answer()
        if answer.attachment_id is None:
            return bool(answer.link)
        file = self.attachments.kept.get(answer.attachment_id)
        return file is not None and (file.document_id, file.state) == (
            request.document_id,
            State.STANDING,
        )


def _place(request: FormatRequest) -> tuple[datetime, UUID]:
    return request.due_at, request.request_id


def _end(request: FormatRequest) -> datetime:
    return request.ended_at or request.asked_at
