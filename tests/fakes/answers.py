"""Answers and calls for help in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.answer import Answered, Answerer
from services.alerts.domain.errors import HelpNotFound, StaffingNotFound
from services.alerts.domain.help import NATIONAL, HelpRequest, HelpState, Staffing
from services.alerts.usecases.answer_ports import AnswerTally


@dataclass
class MemoryAnswers:
    """Answers in a dictionary, and every one of them in a list."""

    kept: dict[tuple[UUID, str], Answered] = field(default_factory=dict)
    past: list[Answered] = field(default_factory=list)

    def find(self, thread_id: UUID, key: str) -> Answered | None:
        return self.kept.get((thread_id, key))

    def save(self, answered: Answered) -> None:
        place = (answered.thread_id, answered.answerer.key)
        before = self.kept[place].version if place in self.kept else answered.version - 1
        if before != answered.version - 1:
            raise StaleVersion("Another answer of yours came at the same moment: look again.")
        self.kept[place] = answered
        self.past.append(answered)

    def tally(self, thread_id: UUID) -> Sequence[AnswerTally]:
        counts = Counter(
            (each.answerer.region, each.answer)
            for each in self.kept.values()
            if each.thread_id == thread_id
        )
        ordered = sorted(counts, key=lambda place: (place[0], place[1].value))
        return [
            AnswerTally(region=region, answer=answer, count=counts[region, answer])
            for region, answer in ordered
        ]

    def last(self, thread_id: UUID) -> datetime | None:
        times = [each.at for each in self.kept.values() if each.thread_id == thread_id]
        return max(times, default=None)

    def history(self, subject: str) -> Sequence[Answered]:
        found = [each for each in self.past if each.answerer.subject == subject]
        return sorted(found, key=lambda each: (each.at, each.version))

    def rename(self, subject: str, pseudonym: str) -> int:
        changed = 0
        for place, each in list(self.kept.items()):
            if each.answerer.subject == subject:
                del self.kept[place]
                self.kept[each.thread_id, pseudonym] = _renamed(each, pseudonym)
                changed += 1
        mine = [each for each in self.past if each.answerer.subject == subject]
        self.past = [_renamed(each, pseudonym) if each in mine else each for each in self.past]
        return changed + len(mine)

    def forget(self, before: datetime, *, most: int) -> int:
        past = [each for each in self.past if each.at < before][:most]
        kept = [place for place, each in self.kept.items() if each.at < before][:most]
        self.past = [each for each in self.past if each not in past]
        for place in kept:
            del self.kept[place]
        return len(past) + len(kept)


def _renamed(answered: Answered, pseudonym: str) -> Answered:
    return replace(answered, answerer=_with_subject(answered.answerer, pseudonym))


def _with_subject(who: Answerer, subject: str) -> Answerer:
    return replace(who, subject=subject)


@dataclass
class MemoryHelpDesk:
    """Shifts and calls in dictionaries."""

    shifts: dict[UUID, Staffing] = field(default_factory=dict)
    calls: dict[UUID, HelpRequest] = field(default_factory=dict)

    def staffed(self, at: datetime) -> Sequence[Staffing]:
        there = [each for each in self.shifts.values() if each.standing(at)]
        return sorted(there, key=lambda each: (each.since, each.staffing_id))

    def begin(self, staffing: Staffing) -> None:
        self.shifts[staffing.staffing_id] = staffing

    def shift(self, staffing_id: UUID, *, lock: bool = False) -> Staffing:
        if staffing_id not in self.shifts:
            raise StaffingNotFound("There is no such shift of yours.")
        return self.shifts[staffing_id]

    def save_shift(self, staffing: Staffing) -> None:
        if self.shifts[staffing.staffing_id].version != staffing.version - 1:
            raise StaleVersion("The shift changed meanwhile: read it again.")
        self.shifts[staffing.staffing_id] = staffing

    def ask(self, request: HelpRequest) -> None:
        if self.open_of(request.thread_id, request.answerer.key) is not None:
            raise StaleVersion("Another answer of yours came at the same moment: look again.")
        self.calls[request.help_id] = request

    def get(self, help_id: UUID, *, lock: bool = False) -> HelpRequest:
        if help_id not in self.calls:
            raise HelpNotFound("There is no such call for help.")
        return self.calls[help_id]

    def open_of(self, thread_id: UUID, key: str) -> HelpRequest | None:
        return next(
            (
                each
                for each in self._open()
                if (each.thread_id, each.answerer.key) == (thread_id, key)
            ),
            None,
        )

    def save(self, request: HelpRequest) -> None:
        if self.calls[request.help_id].version != request.version - 1:
            raise StaleVersion("The call for help changed meanwhile: read it again.")
        self.calls[request.help_id] = request

    def page(self, *, after: Place | None, size: int) -> Sequence[HelpRequest]:
        found = sorted(self._open(), key=lambda each: (each.asked_at, each.help_id))
        if after is not None:
            place = (after.at, after.item_id)
            found = [each for each in found if (each.asked_at, each.help_id) > place]
        return found[:size]

    def forsaken(self, alert_id: UUID, queue: str, at: datetime) -> bool:
        return any((each.alert_id, each.queue) == (alert_id, queue) for each in self.unanswered(at))

    def unanswered(self, at: datetime) -> list[HelpRequest]:
        there = {each.queue for each in self.staffed(at)}
        return [
            each
            for each in self._open()
            if each.state is HelpState.WAITING and not there & {each.queue, NATIONAL}
        ]

    def open_counts(self, thread_id: UUID) -> Mapping[HelpState, int]:
        return Counter(each.state for each in self._open() if each.thread_id == thread_id)

    def of(self, subject: str) -> Sequence[HelpRequest]:
        found = [each for each in self.calls.values() if each.answerer.subject == subject]
        return sorted(found, key=lambda each: each.asked_at)

    def shifts_of(self, officer: str) -> Sequence[Staffing]:
        found = [each for each in self.shifts.values() if each.officer == officer]
        return sorted(found, key=lambda each: each.since)

    def rename(self, subject: str, pseudonym: str) -> int:
        changed = 0
        for call in list(self.calls.values()):
            now = call
            if call.answerer.subject == subject:
                who = _with_subject(call.answerer, pseudonym)
                now, changed = replace(now, answerer=who, call_back=""), changed + 1
            for name in ("taken_by", "closed_by"):
                if getattr(call, name) == subject:
                    now, changed = replace(now, **{name: pseudonym}), changed + 1
            self.calls[call.help_id] = now
        for shift in self.shifts_of(subject):
            self.shifts[shift.staffing_id] = replace(shift, officer=pseudonym)
            changed += 1
        return changed

    def forget_number(self, recipient_id: UUID) -> int:
        mine = [
            each
            for each in self.calls.values()
            if each.answerer.recipient_id == recipient_id and each.call_back
        ]
        for each in mine:
            self.calls[each.help_id] = replace(each, call_back="")
        return len(mine)

    def forget(self, before: datetime, *, most: int) -> int:
        calls = [
            each.help_id
            for each in self.calls.values()
            if each.closed_at is not None and each.closed_at < before
        ][:most]
        shifts = [
            each.staffing_id
            for each in self.shifts.values()
            if min(each.until, each.left_at or each.until) < before
        ][:most]
        for help_id in calls:
            del self.calls[help_id]
        for staffing_id in shifts:
            del self.shifts[staffing_id]
        return len(calls) + len(shifts)

    def _open(self) -> list[HelpRequest]:
        return [each for each in self.calls.values() if each.state is not HelpState.CLOSED]
