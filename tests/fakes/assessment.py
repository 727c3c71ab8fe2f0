"""What assessment keeps besides attempts, in memory."""

from dataclasses import dataclass, field

from services.training.domain.extra_time import ExtraTime


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
