"""Show a closed group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.group import SPONSORING, Group, Invitation, Member
from services.identity.domain.group_errors import GroupNotFound
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GetGroup:
    """Return a group: who is in it to its owner and to sponsors, and that it is to its members."""

    unit_of_work: UnitOfWork
    clock: Clock
    budget: RecordBudget

    def __call__(self, caller: Principal, *, group_id: UUID, counted: bool = True) -> GroupSeen:
        """Return what the caller sees; who is shown in it counts as a record that they read.

        Not `counted` is what they made this moment: of its one member they gave the address.

        Raises:
            GroupNotFound: there is none, or the caller is not in it.
            RecordBudgetSpent: they read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            found = self._seen(tx, caller, tx.groups.get(group_id))
        if counted:
            self.budget.spend(caller, [each.subject for each in found.members])
        return found

    def _seen(self, tx: Stores, caller: Principal, group: Group) -> GroupSeen:
        members = tx.groups.members(group.group_id)
        if group.run_by(caller) or caller.may(SPONSORING):
            waiting = tx.groups.invitations(group.group_id, self.clock.now())
            return seen(tx, caller, group, members=members, invitations=waiting)
        if caller.person not in {each.subject for each in members}:
            raise GroupNotFound("There is no such group.")
        return seen(tx, caller, group)


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
        size=len(members) if members else tx.groups.size(group.group_id),
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
