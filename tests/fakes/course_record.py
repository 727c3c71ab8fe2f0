"""What is said of attempts at our own courses, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from services.training.domain.attempt import Attempt
from services.training.domain.course import Course
from services.training.domain.course_statements import Teller, attempt_statements
from services.training.domain.enrolment import Enrolment
from services.training.domain.launch import Registration
from services.training.domain.testimony import Recorded
from tests.fakes.unit_records import MemoryRecords

if TYPE_CHECKING:
    from tests.fakes.training import MemoryAttempts

SITE = "https://isp.example"
STORED = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryCourseRecord:
    """Statements beside those of units; `stated` are the attempts that something is said of."""

    records: MemoryRecords
    attempts: "MemoryAttempts"
    stated: set[UUID] = field(default_factory=set)
    writes: int = 0

    def tell(
        self,
        enrolment: Enrolment,
        course: Course,
        attempts: Sequence[Attempt],
        *,
        course_completed: bool,
    ) -> int:
        if not attempts:
            return 0
        new = Registration(
            registration=enrolment.enrolment_id,
            actor=f"actor of {enrolment.subject}",
            course_id=enrolment.course_id,
            course_version=enrolment.course_version,
            opened_at=STORED,
        )
        of = self.records.registrations.setdefault(new.registration, new)
        if course_completed and of.satisfied_at is None:
            of = self.records.registrations[of.registration] = replace(of, satisfied_at=STORED)
        teller = Teller(site=SITE, registration=of, pass_mark=course.pass_mark, new_id=uuid4)
        told = attempt_statements(teller, attempts, course_completed=course_completed)
        for each in told:
            self.records.keep(each.said.session_id, each, STORED)
        self.stated |= {each.attempt_id for each in attempts}
        self.writes += 1
        return len(told)

    def told(self, enrolment_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Recorded]]:
        kept = sorted(self.records.statements.values(), key=lambda pair: pair[0].sequence)
        return {
            of: [_recorded(*pair) for pair in kept if pair[0].registration == of]
            for of in enrolment_ids
        }

    def untold(self, enrolment_ids: Collection[UUID]) -> frozenset[UUID]:
        return frozenset(
            each.attempt_id
            for each in self.attempts.kept.values()
            if each.enrolment_id in enrolment_ids
            and each.submitted_at is not None
            and each.attempt_id not in self.stated
        )

    def told_complete(self, enrolment_id: UUID) -> bool:
        there = self.records.registrations.get(enrolment_id)
        return there is not None and there.satisfied_at is not None

    def backlog(self, *, after: UUID | None, size: int) -> Sequence[UUID]:
        every = {each.enrolment_id for each in self.attempts.kept.values()}
        waits = {each for each in every if self.untold([each])}
        return sorted(each for each in waits if after is None or each > after)[:size]


def _recorded(stored: Any, said: Any) -> Recorded:
    return Recorded(
        statement_id=stored.statement_id,
        registration=stored.registration,
        session_id=stored.session_id,
        verb_id=said.verb_id,
        activity_id=said.activity_id,
        stored_at=stored.stored_at,
        sequence=stored.sequence,
        voided=stored.voided,
        digest=said.digest,
        document=stored.document,
    )
