"""Has a person stand as doubt demands where their account is not as the record says."""

from collections.abc import Collection
from datetime import datetime

from kernel.ports import Ids
from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from services.identity.domain.account_at_keycloak import AccountAtKeycloak, Finding, after, shuts
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.granting import rest_all
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


def settle(
    tx: Stores,
    ids: Ids,
    person: Subscriber,
    account: AccountAtKeycloak | None,
    findings: frozenset[Finding],
    *,
    at: datetime,
    carried: bool = False,
) -> Subscriber:
    """Keep how a person, who is locked, stands after what was found, and return them.

    Who is suspended is told, and what they took up rests, as by an officer. `carried` says that
    Keycloak is told by the caller, who would else never come to an end.
    """
    suspended = shuts(person, findings)
    if suspended:
        person = rest_all(tx, ids, ANONYMOUS, person)
    changed = after(person, account, findings, at=at)
    if carried:
        _keep(tx, person, changed)
    else:
        mend(tx, ids, person, changed)
    if suspended:
        announce(tx, ids, person.subject, "account-suspended")
    return changed


def mend(tx: Stores, ids: Ids, person: Subscriber, changed: Subscriber) -> None:
    """Keep how a person stands, and have Keycloak brought to it; who is gone has no account."""
    _keep(tx, person, changed)
    gone = person.standing is Standing.CLOSED
    kind = TaskKind.DELETE if gone else TaskKind.SYNC
    tx.tasks.add(Task(task_id=ids.new(), subject=person.subject, kind=kind))


def _keep(tx: Stores, person: Subscriber, changed: Subscriber) -> None:
    if changed != person:
        tx.subscribers.save(changed, over=person.rights_version)
        tx.outbox.add(PrincipalChanged(changed))


def record(
    tx: Stores, subject: str | None, what: str, findings: Collection[Finding], event: str = ""
) -> None:
    """Put on record what was found about whom; `what` stands for who is not on record."""
    known = subject is not None and bool(tx.subscribers.known([subject]))
    tx.audit.record(
        ANONYMOUS,
        "identity:heed-keycloak",
        tx.audit.name_of(subject) if subject is not None and known else what,
        touch=what,
        findings=sorted(each.value for each in findings),
        event=event,
    )
