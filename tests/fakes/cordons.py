"""Cordons in memory, and cordons as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from services.alerts.domain.alert import Alert
from services.alerts.domain.area import Polygon
from services.alerts.domain.cordon import NOT_OVER, Cordon, CordonStatus, Line
from services.alerts.domain.cordon_errors import CordonNotFound

SQUARE = Polygon.of([51.5, 51.5, 51.51, 51.51, 51.5], [-0.1, -0.09, -0.09, -0.1, -0.1]).text
WIDER = Polygon.of([51.5, 51.5, 51.52, 51.52, 51.5], [-0.1, -0.08, -0.08, -0.1, -0.1]).text


@dataclass
class MemoryCordons:
    """Cordons in a dictionary."""

    kept: dict[UUID, Cordon] = field(default_factory=dict)

    def add(self, cordon: Cordon) -> None:
        self.kept[cordon.cordon_id] = cordon

    def get(self, cordon_id: UUID, *, lock: bool = False) -> Cordon:
        if cordon_id not in self.kept:
            raise CordonNotFound("There is no such cordon.")
        return self.kept[cordon_id]

    def save(self, cordon: Cordon) -> None:
        if self.kept[cordon.cordon_id].version != cordon.version - 1:
            raise StaleVersion("The cordon changed meanwhile: read it again.")
        self.kept[cordon.cordon_id] = cordon

    def of_thread(self, thread_id: UUID) -> Sequence[Cordon]:
        found = [each for each in self._sorted() if each.thread_id == thread_id]
        shown = sorted(found, key=lambda each: each.status not in NOT_OVER)[:100]
        return [each for each in found if each in shown]

    def live(self) -> Sequence[Cordon]:
        return [each for each in self._sorted() if each.status is CordonStatus.LIVE]

    def unpaged(self, at: datetime, *, most: int) -> Sequence[Cordon]:
        due = [
            (each.next_update_due, each)
            for each in self._sorted()
            if each.overdue(at) and each.paged_for != each.next_update_due and each.next_update_due
        ]
        return [each for _, each in sorted(due, key=lambda pair: pair[0])][:most]

    def paged(self, cordon: Cordon) -> None:
        kept = self.kept[cordon.cordon_id]
        self.kept[cordon.cordon_id] = replace(kept, paged_for=cordon.paged_for)

    def handled_by(self, subject: str) -> Sequence[Cordon]:
        return [each for each in self._sorted() if subject in each.people]

    def rename(self, subject: str, pseudonym: str) -> int:
        changed = self.handled_by(subject)
        for each in changed:
            change, holding = each.change, each.holding
            if change is not None and change.by == subject:
                change = replace(change, by=pseudonym)
            if holding is not None and holding.by == subject:
                holding = replace(holding, by=pseudonym)
            self.kept[each.cordon_id] = replace(each, change=change, holding=holding)
        return len(changed)

    def _sorted(self) -> list[Cordon]:
        return sorted(self.kept.values(), key=lambda each: (each.created_at, each.cordon_id))


def line(at: datetime, **given: Any) -> Line:
    """A line whose next update is due in an hour, unless said otherwise."""
    said = {"place": "Two streets", "polygon": SQUARE, "next_update_due": at + timedelta(hours=1)}
    return Line(**said | given)


def proposed_cordon(alert: Alert, at: datetime, by: str = "author", **given: Any) -> Cordon:
    """A cordon that waits for a second person."""
    return Cordon.proposed(uuid4(), alert, line(at, **given), by=by, at=at)


def live_cordon(alert: Alert, at: datetime, by: str = "approver", **given: Any) -> Cordon:
    """A cordon that two people set."""
    waiting = proposed_cordon(alert, at, **given)
    return waiting.confirm(by=by, read=waiting.change_digest, at=at)
