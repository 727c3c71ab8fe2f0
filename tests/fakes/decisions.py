"""The decision log, read from an audit log in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.pages import Place
from services.alerts.domain.decision import READ_RED, Decision
from tests.fakes.plumbing import MemoryAudit

FIRST: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryDecisions:
    """The rows of an audit log in memory, a second apart from FIRST on, each sealed."""

    audit: MemoryAudit

    def of(self, resources: Collection[str], *, most: int) -> Sequence[Decision]:
        about = [each for each in self._all() if each.resource in resources]
        return [each for each in about if each.action != READ_RED][:most]

    def between(
        self, since: datetime, until: datetime, *, after: Place | None, size: int
    ) -> Sequence[Decision]:
        found = [
            each
            for each in self._all()
            if since <= each.at < until
            and each.action.startswith("alerts:")
            and (after is None or (each.at, each.entry_id) > (after.at, after.item_id))
        ]
        return found[:size]

    def _all(self) -> list[Decision]:
        return [
            Decision(
                entry_id=UUID(int=number),
                at=FIRST + timedelta(seconds=number),
                actor=actor,
                action=action,
                resource=resource,
                digest=digest,
                detail=detail,
                seal=(number + 1, bytes([number % 256]) * 32),
            )
            for number, (actor, (_, action, resource, digest, detail)) in enumerate(
                zip(self.audit.actors, self.audit.rows, strict=True)
            )
        ]
