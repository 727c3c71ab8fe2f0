"""Try a module."""

from dataclasses import dataclass, field
from random import Random, SystemRandom
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.training.domain.attempt import Attempt, draw
from services.training.domain.course import Catalogue, Module
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import learnings, own_enrolment


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
            ModulePassed: the module is passed already.
            IdempotencyKeyReused: the key came with another body.
        """
        attempt_id = self.ids.new()
        with self.unit_of_work() as tx:
            enrolment = own_enrolment(tx.enrolments, caller, enrolment_id, lock=True)
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
            attempt = Attempt(
                attempt_id=attempt_id,
                enrolment_id=enrolment_id,
                module_id=module_id,
                number=enrolment.next_number(progress),
                drawn=draw(module, self.chance),
                started_at=self.clock.now(),
            )
            tx.attempts.add(attempt)
        return attempt, module
