"""Closed groups in memory, and as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.group import MOST, Group, Invitation, Member
from services.identity.domain.group_errors import GroupNotFound, GroupThere

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class MemoryGroups:
    """Groups in a dictionary, members and invitations beside."""

    kept: dict[UUID, Group] = field(default_factory=dict)
    inside: dict[tuple[UUID, str], Member] = field(default_factory=dict)
    invited: dict[UUID, Invitation] = field(default_factory=dict)
    asked: dict[tuple[UUID, date], list[date]] = field(default_factory=dict)

    def add(self, group: Group) -> None:
        if any(each.code == group.code for each in self.kept.values()):
            raise GroupThere("There is, or was, a group with that code.")
        self.kept[group.group_id] = group

    def get(self, group_id: UUID, *, lock: bool = False) -> Group:
        found = self.kept.get(group_id)
        if found is None or not found.open:
            raise GroupNotFound("There is no such group.")
        return found

    def save(self, group: Group) -> None:
        if self.kept[group.group_id].version != group.version - 1:
            raise StaleVersion("The group changed meanwhile: read it again.")
        self.kept[group.group_id] = group

    def page_of(self, *, after: Place | None, size: int) -> Sequence[Group]:
        found = [
            each
            for each in self.kept.values()
            if each.open
            and (after is None or (each.created_at, each.group_id) < (after.at, after.item_id))
        ]
        return sorted(found, key=lambda g: (g.created_at, g.group_id), reverse=True)[:size]

    def of(self, subject: str) -> Sequence[Group]:
        found = [self.kept[group_id] for group_id, who in self.inside if who == subject]
        return sorted((g for g in found if g.open), key=lambda each: (each.name, each.group_id))

    def hold(self, subject: str) -> frozenset[UUID]:
        inside = {group_id for group_id, who in self.inside if who == subject}
        return frozenset(
            each.group_id
            for each in self.kept.values()
            if subject in {each.owner, each.sponsor} or each.group_id in inside
        )

    def held_of(self, subject: str) -> Sequence[Group]:
        inside = {group_id for group_id, who in self.inside if who == subject}
        found = (e for e in self.kept.values() if e.group_id in inside or e.owner == subject)
        return sorted((each for each in found if each.open), key=lambda each: each.group_id)

    def due(self, at: datetime, *, most: int) -> Sequence[UUID]:
        found = [(e.due_at, e.group_id) for e in self.kept.values() if e.due_at and e.due_at <= at]
        return [group_id for _, group_id in sorted(found)][:most]

    def join(self, member: Member) -> None:
        self.inside.setdefault((member.group_id, member.subject), member)

    def leave(self, group_id: UUID, subject: str) -> bool:
        return self.inside.pop((group_id, subject), None) is not None

    def has(self, group_id: UUID, subject: str) -> bool:
        return (group_id, subject) in self.inside

    def members(
        self, group_id: UUID, *, after: Place | None = None, size: int = MOST
    ) -> Sequence[Member]:
        found = [
            each
            for (there, _), each in self.inside.items()
            if there == group_id
            and (after is None or (each.since, each.subject) > (after.at, str(after.item_id)))
        ]
        return sorted(found, key=lambda each: (each.since, each.subject))[:size]

    def size(self, group_id: UUID) -> int:
        return len(self.members(group_id))

    def invite(self, invitation: Invitation) -> bool:
        for each in self.invited.values():
            if each.group_id == invitation.group_id and _same(each.email, invitation.email):
                self.invited[each.invitation_id] = replace(each, until=invitation.until)
                return False
        self.invited[invitation.invitation_id] = invitation
        return True

    def count_invited(self, group_id: UUID, day: date) -> int:
        of_day = self.asked.setdefault((group_id, day), [])
        of_day.append(day)
        return len(of_day)

    def invitations(self, group_id: UUID, at: datetime) -> Sequence[Invitation]:
        return self._good(at, lambda each: each.group_id == group_id)

    def invitations_to(self, email: str, at: datetime) -> Sequence[Invitation]:
        return self._good(at, lambda each: _same(each.email, email))

    def uninvite(self, invitation_id: UUID) -> bool:
        return self.invited.pop(invitation_id, None) is not None

    def forget_invitations(self, before: datetime) -> int:
        gone = [each.invitation_id for each in self.invited.values() if each.until <= before]
        return sum(self.uninvite(each) for each in gone)

    def _good(self, at: datetime, wanted: Any) -> Sequence[Invitation]:
        found = [each for each in self.invited.values() if each.until > at and wanted(each)]
        return sorted(found, key=lambda each: (each.until, each.invitation_id))


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def a_group(code: str = "stadiums", **given: Any) -> Group:
    """A group of a moment ago, for a year, unless said otherwise."""
    made = Group(
        group_id=uuid4(),
        code=code,
        name="Stadiums",
        purpose="Those who look after stadiums.",
        owner="owner",
        sponsor="hub",
        created_at=NOON,
        until=NOON + 365 * DAY,
    )
    return replace(made, **given)


def an_invitation(group: Group, email: str = "one@retail.example", **given: Any) -> Invitation:
    """An invitation of a moment ago."""
    made = Invitation(
        invitation_id=uuid4(), group_id=group.group_id, email=email, until=NOON + 14 * DAY
    )
    return replace(made, **given)
