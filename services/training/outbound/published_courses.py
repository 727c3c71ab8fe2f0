"""The courses of published packages, as the record has them."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from services.training.domain.course import Course
from services.training.domain.package_course import course_of
from services.training.usecases.ports import UnitOfWork

GOOD_FOR: Final = 2.0
"""Seconds for which they are not read again: so soon is a publication or withdrawal seen."""


@dataclass(slots=True)
class PublishedCourses:
    """Reads them at most once in a while, for all threads; when it cannot, it says so."""

    unit_of_work: UnitOfWork
    seconds: float = GOOD_FOR
    clock: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _read: Sequence[Course] = ()
    _until: float = 0.0

    def __call__(self) -> Sequence[Course]:
        """Return every version, withdrawn ones too."""
        with self._lock:
            if self.clock() >= self._until:
                with self.unit_of_work() as tx:
                    self._read = [course_of(each) for each in tx.packages.published()]
                self._until = self.clock() + self.seconds
            return self._read
