"""What every verb about grants of roles does: find one for this caller, and carry its role."""

from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Ids
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.role_grant import GrantState, RoleGrant, roles_by_grants
from services.identity.domain.role_grant_errors import RoleGrantNotFound
from services.identity.domain.role_rules import ROLE_RULES
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


def grant_of(
    tx: Stores, grant_id: UUID, expected_version: int, *, own: Principal | None = None
) -> tuple[RoleGrant, Subscriber]:
    """Return a grant and whose it is, both locked, people first as everywhere; at what was read.

    Raises:
        RoleGrantNotFound: there is none, or none of `own` if they are given.
        StaleVersion: it changed since it was read.
    """
    subject = tx.role_grants.get(grant_id).subject
    if own is not None and subject != own.person:
        raise RoleGrantNotFound("There is no such grant.")
    person = tx.subscribers.get(subject, lock=True)
    grant = tx.role_grants.get(grant_id, lock=True)
    if grant.version != expected_version:
        raise StaleVersion("The grant changed since you read it.")
    return grant, person


def keep_grant(tx: Stores, ids: Ids, person: Subscriber, after: RoleGrant) -> Subscriber:
    """Keep a grant's next version, and what it changes about the person's roles; return them."""
    tx.role_grants.save(after)
    return carry_granted(tx, ids, person, after.role)


def carry_granted(tx: Stores, ids: Ids, person: Subscriber, *roles: str) -> Subscriber:
    """Give a person the roles that grants give, and take those of `roles` that none does."""
    held = roles_by_grants(tx.role_grants.of(person.subject))
    lost = (frozenset(roles) & ROLE_RULES.keys()) - held
    changed = person.with_roles((person.roles - lost) | held)
    if changed is person:
        return person
    tx.subscribers.save(changed)
    tx.tasks.add(Task(task_id=ids.new(), subject=person.subject, kind=TaskKind.SYNC))
    tx.outbox.add(PrincipalChanged(changed))
    return changed


def end_unfit(tx: Stores, ids: Ids, subject: str, tier: Tier, *, at: datetime) -> Subscriber:
    """End the grants of roles that need more than a tier; return the person, who is locked."""
    gone = [each for each in tx.role_grants.of(subject) if ROLE_RULES[each.role].tier > tier]
    for each in gone:
        waits = each.state is GrantState.PROPOSED
        after = each.lapsed(at) if waits else each.ended(by=None, at=at)
        tx.role_grants.save(after)
        record(tx, ANONYMOUS, "role-unfit", after)
    person = tx.subscribers.get(subject)
    return carry_granted(tx, ids, person, *(each.role for each in gone))


def rest_all(tx: Stores, ids: Ids, caller: Principal, person: Subscriber) -> Subscriber:
    """Let every role rest that a person has taken up; return the person, who is locked."""
    active = [each for each in tx.role_grants.of(person.subject) if each.activation is not None]
    for each in active:
        tx.role_grants.save(after := each.deactivated())
        record(tx, caller, "activation-over", after)
    return carry_granted(tx, ids, person, *(each.role for each in active))


def record(tx: Stores, caller: Principal, deed: str, grant: RoleGrant, reason: str = "") -> None:
    """Put on record who did what about whose role."""
    tx.audit.record(
        caller,
        f"identity:{deed}",
        tx.audit.name_of(grant.subject),
        role=grant.role,
        grant=str(grant.grant_id),
        reason=reason,
    )
