"""What organisations see and ask of their people, and who people are, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kernel.principals import Principal
from kernel.tiers import Tier
from services.training.domain.staff import Change, CourseRequest, Learned, OutsideRecord
from services.training.domain.withdrawal import none_longer


@dataclass
class MemoryLearners:
    """People as a test says."""

    known: dict[str, Principal] = field(default_factory=dict)

    def principal(self, subject: str) -> Principal:
        return self.known.get(subject, Principal(subject=subject, tier=Tier.PUBLIC))


@dataclass
class MemoryStaff:
    """Requests and records in dictionaries; who belongs where as a test says."""

    enrolments: Any
    certificates: Any
    withdrawals: Any
    belongs: dict[str, str | None] = field(default_factory=dict)
    asked: dict[tuple[str, str, UUID], CourseRequest] = field(default_factory=dict)
    told: dict[tuple[str, str, UUID], date] = field(default_factory=dict)
    recorded: dict[tuple[str, str, str, str, date], OutsideRecord] = field(default_factory=dict)

    def members(
        self, organisation_id: str, subjects: Sequence[str], *, lock: bool = False
    ) -> frozenset[str]:
        return frozenset(each for each in subjects if self.belongs.get(each) == organisation_id)

    def learned(self, subjects: Sequence[str]) -> Sequence[Learned]:
        ends = {
            each.enrolment_id: each.valid_until
            for each in none_longer(self.certificates.everything(), self.withdrawals.everything())
            if each.revoked_at is None
        }
        found = [
            Learned(
                subject=each.subject,
                course_id=each.course_id,
                course_version=each.course_version,
                status=each.status,
                enrolled_at=each.enrolled_at,
                completed_at=each.completed_at,
                certified_until=ends.get(each.enrolment_id),
            )
            for each in self.enrolments.kept.values()
            if each.subject in subjects
        ]
        return sorted(found, key=lambda each: each.enrolled_at)

    def requests(self, organisation_id: str, subjects: Sequence[str]) -> Sequence[CourseRequest]:
        found = [
            each
            for each in self.asked.values()
            if each.organisation_id == organisation_id and each.subject in subjects
        ]
        return sorted(found, key=lambda each: (each.due_on, each.subject, each.course_id))

    def records(self, organisation_id: str, subjects: Sequence[str]) -> Sequence[OutsideRecord]:
        found = [
            each
            for each in self.recorded.values()
            if each.organisation_id == organisation_id and each.subject in subjects
        ]
        found.sort(key=lambda each: (each.title, each.provider, each.subject))
        return sorted(found, key=lambda each: each.completed_on, reverse=True)

    def ask(self, request: CourseRequest) -> Change:
        key = (request.subject, request.organisation_id, request.course_id)
        before, self.asked[key] = self.asked.get(key), request
        return _change(before, request)

    def record(self, record: OutsideRecord) -> Change:
        what = (record.title, record.provider, record.completed_on)
        key = (record.subject, record.organisation_id, *what)
        before, self.recorded[key] = self.recorded.get(key), record
        return _change(before, record)

    def next_due(self, today: date, until: date) -> CourseRequest | None:
        due = [
            each
            for key, each in self.asked.items()
            if today <= each.due_on <= until
            and self.told.get(key) != each.due_on
            and self.belongs.get(each.subject) == each.organisation_id
        ]
        return min(due, key=lambda each: (each.due_on, each.subject), default=None)

    def reminded(self, request: CourseRequest) -> None:
        key = (request.subject, request.organisation_id, request.course_id)
        self.told[key] = request.due_on

    def of_subject(self, subject: str) -> tuple[Sequence[CourseRequest], Sequence[OutsideRecord]]:
        asked = [each for each in self.asked.values() if each.subject == subject]
        recorded = [each for each in self.recorded.values() if each.subject == subject]
        asked.sort(key=lambda each: each.course_id)
        return asked, sorted(recorded, key=lambda each: each.completed_on)

    def part(self, subject: str, *, keeping: str | None) -> int:
        gone = 0
        for kept in (self.asked, self.recorded):
            for key in [each for each in kept if each[0] == subject and each[1] != keeping]:
                del kept[key]  # type: ignore[attr-defined]
                gone += 1
        return gone


def _change(before: object, now: object) -> Change:
    if before is None:
        return Change.ADDED
    return Change.UNCHANGED if before == now else Change.CHANGED
