"""Names that packages know learners by."""

from dataclasses import dataclass
from uuid import UUID

from chassis.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class KeyedActors:
    """A keyed digest of learner and course: no way back, and no way from one course to another."""

    pseudonyms: Pseudonyms

    def name(self, subject: str, course_id: UUID) -> str:
        """Return the name, 32 hexadecimal digits."""
        return self.pseudonyms.of(f"cmi5:{course_id}:{subject}")
