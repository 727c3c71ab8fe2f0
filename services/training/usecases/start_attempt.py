"""Try a module."""

from dataclasses import dataclass, field
from random import Random, SystemRandom
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.training.domain.attempt import WHOLE, Attempt, draw, due
from services.training.domain.course import Catalogue, Module
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import learnings, own_enrolment
from services.training.usecases.settling import must_go_on, run_out


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAttempt:
    """Draw questions for a module, or return those that wait for answers."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock
    ids: Ids
    chance: Random = field(default_factory=SystemRandom)

    def __call__(
        self, caller: Principal, *, enrolment_id: UUID, module_id: UUID, key: RequestKey
    ) -> tuple[Attempt, Module]:
        """Return the attempt and its module.

        Raises:
            EnrolmentNotFound: it is not one of the caller's.
            CourseNotFound: the caller may not know of the course any more.
            ModuleNotFound: the course has no such module.
            EnrolmentClosed: the enrolment is completed or failed.
            CourseWithdrawn: its version was withdrawn, and the end has come.
            ModulePassed: the module is passed already.
            IdempotencyKeyReused: the key came with another body.
        """
        attempt_id, now = self.ids.new(), self.clock.now()
        with self.unit_of_work() as tx:
            enrolment = own_enrolment(tx.enrolments, caller, enrolment_id, lock=True)
            enrolment = run_out(tx, self.catalogue, enrolment, at=now, caller=caller)
            must_go_on(tx, enrolment, now)
            learning = learnings(tx, self.catalogue, [enrolment])[0]
            module = learning.course.shown_to(caller).module(module_id)
            progress = next(each for each in learning.progress if each.module_id == module_id)
            if progress.open is not None:
                attempt_id = progress.open.attempt_id
            earlier = tx.idempotency.claim(caller.person, key, str(attempt_id))
            if earlier is not None:
                return tx.attempts.get(UUID(earlier)), module
            if progress.open is not None:
                return progress.open, module
            chosen = tx.extra_times.of(caller.person)
            percent = chosen.percent if chosen else WHOLE
            attempt = Attempt(
                attempt_id=attempt_id,
                enrolment_id=enrolment_id,
                module_id=module_id,
                number=enrolment.next_number(progress),
                drawn=draw(module, self.chance),
                started_at=now,
                due_at=due(module, started_at=now, percent=percent),
            )
            tx.attempts.add(attempt)
        return attempt, module
