"""Reads the audit log by what a search says, on the transaction that puts the search on record."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, tuple_

from chassis.postgres.audit import AuditTable
from chassis.postgres.outbox import OutboxTable
from chassis.postgres.tables import AUDIT_LOG, AUDIT_NAMES
from chassis.usage import UsageEvents
from kernel.audit_rows import AuditQuestion, AuditRow
from kernel.pages import Place
from kernel.usage import Used

_L = AUDIT_LOG.c


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSearchTables:
    """The log, the names in it and the outbox on one connection."""

    connection: Connection
    audit: AuditTable
    usage: UsageEvents

    def names_of(self, subject: str) -> Sequence[str]:
        """Return the names under which the log knows a person, the present one first."""
        return self.connection.scalars(
            select(AUDIT_NAMES.c.name)
            .where(AUDIT_NAMES.c.subject == subject)
            .order_by(AUDIT_NAMES.c.salt.is_(None), AUDIT_NAMES.c.name)
        ).all()

    def page(
        self, question: AuditQuestion, names: Sequence[str], *, after: Place | None, size: int
    ) -> Sequence[AuditRow]:
        """Return rows, newest first; `names` are those of the person who is asked about."""
        wanted = [_L.at >= question.begins_at, _L.at < question.ends_at]
        if question.action:
            wanted.append(_L.action.startswith(question.action, autoescape=True))
        if question.person:
            # Rows from before docs/adr/0078 may have the id itself as what it was done to.
            done_to = _L.resource.in_([*names, question.person])
            wanted.append(or_(_L.actor.in_(names), done_to) if names else done_to)
        if question.actor:
            wanted.append(_L.actor == question.actor)
        if question.resource:
            wanted.append(_L.resource == question.resource)
        if after is not None:
            wanted.append(tuple_(_L.at, _L.entry_id) < tuple_(after.at, after.item_id))
        found = self.connection.execute(
            select(AUDIT_LOG).where(*wanted).order_by(_L.at.desc(), _L.entry_id.desc()).limit(size)
        ).all()
        people = self.audit.people({row.actor for row in found})
        return [
            AuditRow(
                entry_id=row.entry_id,
                at=row.at,
                actor=row.actor,
                actor_subject=people.get(row.actor, ""),
                action=row.action,
                resource=row.resource,
                digest=row.digest,
                detail=row.detail,
            )
            for row in found
        ]

    def used(self, event: Used) -> None:
        """Let analysts count it."""
        recorded = self.usage.recorded(event.caller, event.metric, at=event.at)
        OutboxTable(self.connection).append(recorded)
