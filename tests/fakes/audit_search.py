"""An audit log in memory that can be searched; the port suite holds it to the real one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.audit_rows import AuditQuestion, AuditRow
from kernel.pages import Place
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from tests.fakes.plumbing import MemoryAudit, SetClock


@dataclass
class _Written(MemoryAudit):
    """The log with the moment and the id of each row."""

    clock: Clock = field(default_factory=SetClock)
    stamped: list[tuple[datetime, UUID]] = field(default_factory=list)

    def record(
        self, caller: Principal, action: str, resource: str, digest: bytes = b"", **detail: Any
    ) -> None:
        super().record(caller, action, resource, digest, **detail)
        self.stamped.append((self.clock.now(), uuid4()))


@dataclass
class MemoryAuditSearch:
    """What the port promises, over a list."""

    clock: Clock
    audit: _Written = field(init=False)
    counted: list[Used] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.audit = _Written(clock=self.clock)

    @contextmanager
    def __call__(self) -> Iterator["MemoryAuditSearch"]:
        yield self

    def names_of(self, subject: str) -> Sequence[str]:
        return [name for who, name in self.audit.names.items() if who == subject]

    def page(
        self, question: AuditQuestion, names: Sequence[str], *, after: Place | None, size: int
    ) -> Sequence[AuditRow]:
        rows = sorted(self._rows(), key=lambda row: (row.at, row.entry_id), reverse=True)
        return [
            row
            for row in rows
            if question.begins_at <= row.at < question.ends_at
            and row.action.startswith(question.action)
            and question.actor in ("", row.actor)
            and question.resource in ("", row.resource)
            and (
                not question.person
                or row.actor in names
                or row.resource in {*names, question.person}
            )
            and (after is None or (row.at, row.entry_id) < (after.at, after.item_id))
        ][:size]

    def used(self, event: Used) -> None:
        self.counted.append(event)

    def _rows(self) -> Iterator[AuditRow]:
        log = self.audit
        for (_, action, resource, digest, detail), actor, (at, entry_id) in zip(
            log.rows, log.actors, log.stamped, strict=True
        ):
            yield AuditRow(
                entry_id=entry_id,
                at=at,
                actor=actor,
                actor_subject=log.people({actor}).get(actor, ""),
                action=action,
                resource=resource,
                digest=digest,
                detail=detail,
            )
