"""What assessment and accreditation keep besides attempts and certificates, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID, uuid4

from services.training.domain.certificate import StatusPlace
from services.training.domain.errors import StatusListNotFound, VersionWithdrawn
from services.training.domain.extra_time import ExtraTime
from services.training.domain.status_list import ENTRIES, MOST_TAKEN
from services.training.domain.withdrawal import Version, Withdrawal


@dataclass
class MemoryExtraTimes:
    """Shares of time by learner."""

    kept: dict[str, ExtraTime] = field(default_factory=dict)

    def of(self, subject: str) -> ExtraTime | None:
        return self.kept.get(subject)

    def keep(self, chosen: ExtraTime) -> None:
        self.kept[chosen.subject] = chosen

    def forget(self, subject: str) -> int:
        return int(self.kept.pop(subject, None) is not None)


@dataclass
class MemoryWithdrawals:
    """Withdrawals by version."""

    kept: dict[Version, Withdrawal] = field(default_factory=dict)

    def add(self, withdrawal: Withdrawal) -> None:
        if withdrawal.version in self.kept:
            raise VersionWithdrawn("This version was withdrawn already.")
        self.kept[withdrawal.version] = withdrawal

    def of(self, course_id: UUID, version: int) -> Withdrawal | None:
        return self.kept.get((course_id, version))

    def everything(self) -> Sequence[Withdrawal]:
        return sorted(self.kept.values(), key=lambda each: (each.withdrawn_at, each.course_id))

    def save(self, withdrawal: Withdrawal) -> None:
        self.kept[withdrawal.version] = withdrawal


@dataclass
class MemoryStatusLists:
    """Places and whether their bit is set, by list."""

    lists: dict[UUID, dict[int, bool]] = field(default_factory=dict)

    def take(self, chance: Random) -> StatusPlace:
        found = next((name for name, each in self.lists.items() if len(each) < MOST_TAKEN), None)
        list_id = found or uuid4()
        taken = self.lists.setdefault(list_id, {})
        while (index := chance.randrange(ENTRIES)) in taken:
            pass
        taken[index] = False
        return StatusPlace(list_id, index)

    def revoke(self, place: StatusPlace) -> None:
        self.lists[place.list_id][place.index] = True

    def revoked(self, list_id: UUID) -> Sequence[int]:
        if list_id not in self.lists:
            raise StatusListNotFound("There is no such status list.")
        return sorted(index for index, bit in self.lists[list_id].items() if bit)
