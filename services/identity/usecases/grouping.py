"""What every verb about closed groups does: find one for this caller, and carry who is in it."""

from collections.abc import Sequence
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Ids
from kernel.principals import Principal
from kernel.standing import Standing
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.group import SPONSORING, Group
from services.identity.domain.group_errors import GroupNotFound
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


def looked_after(
    tx: Stores, caller: Principal, group_id: UUID, version: int | None = None
) -> Group:
    """Return a group that the caller owns or may sponsor, locked, at the version that was read.

    Raises:
        GroupNotFound: there is none, or it is another's.
        StaleVersion: it changed since.
    """
    group = tx.groups.get(group_id, lock=True)
    if not group.run_by(caller) and not caller.may(SPONSORING):
        raise GroupNotFound("There is no such group.")
    if version is not None and version != group.version:
        raise StaleVersion("The group changed since you read it.")
    return group


def carry_groups(tx: Stores, ids: Ids, person: Subscriber) -> Subscriber:
    """Bring a person's groups to what the record says, and tell everyone; return the person."""
    codes = frozenset(each.code for each in tx.groups.of(person.subject))
    changed = person.with_groups(codes)
    if changed is person:
        return person
    tx.subscribers.save(changed)
    tx.tasks.add(Task(task_id=ids.new(), subject=person.subject, kind=TaskKind.SYNC))
    tx.outbox.add(PrincipalChanged(changed))
    return changed


def let_out(tx: Stores, ids: Ids, group: Group, subject: str) -> bool:
    """Take a person out of a group; tell whether they were in it."""
    person = tx.subscribers.get(subject, lock=True)
    was = tx.groups.leave(group.group_id, subject)
    if was:
        carry_groups(tx, ids, person)
    return was


def leave_groups(tx: Stores, ids: Ids, subject: str, groups: Sequence[Group]) -> int:
    """Take a person out of every group, all of them locked before they were; return how many.

    What they own nobody owns: its sponsor is told, and any sponsor hands it over or lets it end.
    """
    for each in groups:
        tx.groups.leave(each.group_id, subject)
        if each.owner == subject:
            tx.groups.save(each.without_owner())
            _tell_sponsor(tx, ids, each)
    carry_groups(tx, ids, tx.subscribers.get(subject))
    return len(groups)


def _tell_sponsor(tx: Stores, ids: Ids, group: Group) -> None:
    try:
        in_use = tx.subscribers.get(group.sponsor).standing is Standing.ACTIVE
    except SubscriberNotFound:
        return
    if in_use:
        announce(tx, ids, group.sponsor, "group-unowned", group=group.name)


def let_all_out(tx: Stores, ids: Ids, ended: Group) -> int:
    """Keep that a group is over and let everybody out; return how many were in it."""
    members = tx.groups.members(ended.group_id)
    people = sorted(each.subject for each in members)
    locked = [tx.subscribers.get(each, lock=True) for each in people]
    tx.groups.save(ended)
    for each in people:
        tx.groups.leave(ended.group_id, each)
    for person in locked:
        carry_groups(tx, ids, person)
    return len(people)
