"""What assessment and accreditation keep besides attempts and certificates, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.training.domain.errors import VersionWithdrawn
from services.training.domain.extra_time import ExtraTime
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
