"""Show a closed group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.group import SPONSORING, Group, Invitation, Member
from services.identity.domain.group_errors import GroupNotFound
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.record_budget import RecordBudget

PAGE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSeen:
    """A group as one person sees it."""

    group: Group
    owned: bool
    owner_name: str
    size: int
    members: Sequence[Member] = ()
    invitations: Sequence[Invitation] = ()
    people: Mapping[str, Subscriber] = field(default_factory=dict)
    following: Place | None = None
    """Where the next page of members begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetGroup:
    """Return a group: who is in it to its owner and to sponsors, and that it is to its members."""

    unit_of_work: UnitOfWork
    clock: Clock
    budget: RecordBudget

    def __call__(
        self,
        caller: Principal,
        *,
        group_id: UUID,
        after: Place | None = None,
        size: int = PAGE,
        counted: bool = True,
    ) -> GroupSeen:
        """Return what the caller sees; who is shown in it counts as a record that they read.

        Members come in pages, `size` at a time; who is invited stands on the first. Not
        `counted` is what they made this moment: of its one member they gave the address.

        Raises:
            GroupNotFound: there is none, or the caller is not in it.
            RecordBudgetSpent: they read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            found = self._seen(tx, caller, tx.groups.get(group_id), after, size)
        if counted:
            self.budget.spend(caller, [each.subject for each in found.members])
        return found

    def _seen(
        self, tx: Stores, caller: Principal, group: Group, after: Place | None, size: int
    ) -> GroupSeen:
        if not (group.run_by(caller) or caller.may(SPONSORING)):
            if not tx.groups.has(group.group_id, caller.person):
                raise GroupNotFound("There is no such group.")
            return seen(tx, caller, group)
        found = tx.groups.members(group.group_id, after=after, size=size + 1)
        waiting = [] if after else tx.groups.invitations(group.group_id, self.clock.now())
        last = found[size - 1] if len(found) > size else None
        return replace(
            seen(tx, caller, group, members=found[:size], invitations=waiting),
            following=Place(at=last.since, item_id=UUID(last.subject)) if last else None,
        )


def seen(
    tx: Stores,
    caller: Principal,
    group: Group,
    *,
    members: Sequence[Member] = (),
    invitations: Sequence[Invitation] = (),
) -> GroupSeen:
    """Return a group for a caller, with those who are named."""
    people = tx.subscribers.known({each.subject for each in members})
    return GroupSeen(
        group=group,
        owned=group.run_by(caller),
        owner_name=_owner_name(tx, group),
        size=tx.groups.size(group.group_id),
        members=members,
        invitations=invitations,
        people=people,
    )


def _owner_name(tx: Stores, group: Group) -> str:
    try:
        profile = tx.subscribers.get(group.owner or "").profile
    except SubscriberNotFound:
        return ""
    return f"{profile.given_name} {profile.family_name}".strip()
