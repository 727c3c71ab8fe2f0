"""What is kept of searches that found nothing, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.content.domain.gap import LEAST_CALLERS, MOST_GAPS, MOST_SIGHTINGS, Gap


@dataclass
class MemoryGaps:
    """Sightings in a set, texts in a dictionary."""

    sightings: set[tuple[bytes, date, int]] = field(default_factory=set)
    texts: dict[bytes, str] = field(default_factory=dict)

    def sighted(self, text: str, *, digest: bytes, bucket: int, on: date) -> None:
        if sum(day == on for _, day, _ in self.sightings) >= MOST_SIGHTINGS:
            return
        self.sightings.add((digest, on, bucket))
        if len(self._of(digest)) >= LEAST_CALLERS:
            self.texts.setdefault(digest, text)

    def listed(self, since: date) -> Sequence[Gap]:
        found = []
        for digest, text in self.texts.items():
            days = [day for day in self._of(digest) if day >= since]
            if len(days) >= LEAST_CALLERS:
                found.append(Gap(text, len(days), max(days)))
        return sorted(found, key=lambda gap: (-gap.times, gap.text))[:MOST_GAPS]

    def forget(self, before: date) -> int:
        old = {each for each in self.sightings if each[1] < before}
        self.sightings -= old
        few = [each for each in self.texts if len(self._of(each)) < LEAST_CALLERS]
        for each in few:
            del self.texts[each]
        return len(old) + len(few)

    def _of(self, digest: bytes) -> list[date]:
        return [day for each, day, _ in self.sightings if each == digest]
