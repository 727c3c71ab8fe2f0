"""Freezes in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from chassis.errors import StaleVersion
from services.alerts.domain.errors import FreezeNotFound, FreezeUnderWay
from services.alerts.domain.freeze import Freeze, FreezeStatus, Word


@dataclass
class MemoryFreezes:
    """Freezes in a dictionary."""

    kept: dict[UUID, Freeze] = field(default_factory=dict)

    def add(self, freeze: Freeze) -> None:
        if self.open() is not None:
            raise FreezeUnderWay("Somebody proposed that already, or it is stopped.")
        self.kept[freeze.freeze_id] = freeze

    def get(self, freeze_id: UUID, *, lock: bool = False) -> Freeze:
        if freeze_id not in self.kept:
            raise FreezeNotFound("There is no such freeze.")
        return self.kept[freeze_id]

    def open(self, *, hold: bool = False) -> Freeze | None:
        found = (each for each in self.kept.values() if each.status is not FreezeStatus.LIFTED)
        return next(found, None)

    def save(self, freeze: Freeze) -> None:
        if self.kept[freeze.freeze_id].version != freeze.version - 1:
            raise StaleVersion("The freeze changed meanwhile: read it again.")
        self.kept[freeze.freeze_id] = freeze

    def said_by(self, subject: str) -> Sequence[Freeze]:
        found = [each for each in self.kept.values() if subject in each.people]
        return sorted(found, key=lambda each: each.proposed.at)

    def rename(self, subject: str, pseudonym: str) -> int:
        def named(word: Word | None) -> Word | None:
            return replace(word, by=pseudonym) if word and word.by == subject else word

        changed = self.said_by(subject)
        for each in changed:
            self.kept[each.freeze_id] = replace(
                each,
                proposed=named(each.proposed) or each.proposed,
                confirmed=named(each.confirmed),
                lift_proposed=named(each.lift_proposed),
                lifted=named(each.lifted),
            )
        return len(changed)
