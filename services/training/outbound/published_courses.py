"""The courses of published packages, as the record has them."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from services.training.domain.course import Course
from services.training.domain.package_course import course_of
from services.training.usecases.ports import UnitOfWork

GOOD_FOR: Final = 2.0
"""Seconds for which they are not looked at again: so soon is a change seen."""


@dataclass(slots=True)
class PublishedCourses:
    """Looks at most once in a while, for all threads; when it cannot, it says so.

    A look reads which packages there are in which versions, and the structure of those alone that
    changed: each process finds that out by itself (docs/adr/0139).
    """

    unit_of_work: UnitOfWork
    seconds: float = GOOD_FOR
    clock: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _known: Mapping[UUID, tuple[int, Course]] = field(default_factory=dict, repr=False)
    _courses: Sequence[Course] = ()
    _until: float = 0.0

    def __call__(self) -> Sequence[Course]:
        """Return every version by course and number, withdrawn ones too."""
        with self._lock:
            if self.clock() >= self._until:
                self._look()
                self._until = self.clock() + self.seconds
            return self._courses

    def _look(self) -> None:
        with self.unit_of_work() as tx:
            there = tx.packages.published_versions()
            stand = {
                name: known for name, known in self._known.items() if there.get(name) == known[0]
            }
            if stand.keys() == there.keys() == self._known.keys():
                return
            changed = there.keys() - stand.keys()
            # One that changed since it was looked at has its newer version, and is not read again.
            new = {
                each.package_id: (each.version, course_of(each))
                for each in (tx.packages.published(changed) if changed else ())
            }
        self._known = {**stand, **new}
        courses = [course for _, course in self._known.values()]
        self._courses = sorted(courses, key=lambda each: (each.course_id, each.version))
