"""Grants of roles in memory, and as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.role_grant import OPEN, GrantState, RoleGrant
from services.identity.domain.role_grant_errors import GrantThere, RoleGrantNotFound

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class MemoryRoleGrants:
    """Grants in a dictionary."""

    kept: dict[UUID, RoleGrant] = field(default_factory=dict)

    def add(self, grant: RoleGrant) -> None:
        if any(each.role == grant.role for each in self.of(grant.subject)) and grant.state in OPEN:
            raise GrantThere("They hold this role, or it is proposed for them, already.")
        self.kept[grant.grant_id] = grant

    def find(self, grant_id: UUID) -> RoleGrant | None:
        return self.kept.get(grant_id)

    def get(self, grant_id: UUID, *, lock: bool = False) -> RoleGrant:
        found = self.kept.get(grant_id)
        if found is None:
            raise RoleGrantNotFound("There is no such grant.")
        return found

    def save(self, grant: RoleGrant) -> None:
        if self.kept[grant.grant_id].version != grant.version - 1:
            raise StaleVersion("The grant changed meanwhile: read it again.")
        self.kept[grant.grant_id] = grant

    def of(self, subject: str) -> Sequence[RoleGrant]:
        found = [e for e in self.kept.values() if e.subject == subject and e.state in OPEN]
        return sorted(found, key=lambda each: each.role)

    def page_of(self, *, over_too: bool, after: Place | None, size: int) -> Sequence[RoleGrant]:
        found = [
            each
            for each in self.kept.values()
            if (over_too or each.state in OPEN)
            and (after is None or (each.proposed_at, each.grant_id) < (after.at, after.item_id))
        ]
        newest = sorted(found, key=lambda each: (each.proposed_at, each.grant_id), reverse=True)
        return newest[:size]

    def due(self, at: datetime, *, most: int) -> Sequence[UUID]:
        found = [(e.due_at, e.grant_id) for e in self.kept.values() if e.due_at and e.due_at <= at]
        return [grant_id for _, grant_id in sorted(found)][:most]


def a_proposal(subject: str = "officer", role: str = "duty-officer", **given: Any) -> RoleGrant:
    """A proposal of a moment ago, for a year, unless said otherwise."""
    made = RoleGrant(
        grant_id=uuid4(),
        subject=subject,
        role=role,
        reason="On the rota from Monday.",
        proposed_by="hub",
        proposed_at=NOON,
        until=NOON + 365 * DAY,
    )
    return replace(made, **given)


def a_grant(subject: str = "officer", role: str = "duty-officer", **given: Any) -> RoleGrant:
    """A grant that two people gave."""
    said = {"state": GrantState.GRANTED, "decided_by": "admin", "decided_at": NOON, "version": 2}
    return a_proposal(subject, role, **said | given)
