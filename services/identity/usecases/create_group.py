"""Make a closed group."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.group import Group, Member, see_that_they_may_join
from services.identity.domain.group_errors import OwnGroup
from services.identity.usecases.grouping import carry_groups
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateGroup:
    """Make a group that the caller sponsors, with its owner as the only member."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        code: str,
        name: str,
        purpose: str,
        owner_email: str,
        until: datetime,
        key: RequestKey,
    ) -> Group:
        """Return it; the same key gives the same group.

        Raises:
            SubscriberNotFound: nobody has an account with that address.
            OwnGroup: it is the caller's.
            UnfitForGroup: the owner's account is not in use, or not verified.
            GroupThere: there is, or was, one with that code.
            IdempotencyKeyReused: the key came with another body.
        """
        now, group_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(group_id))
            if earlier is not None:
                return tx.groups.get(UUID(earlier))
            there = tx.subscribers.find_by_email(owner_email)
            if there is None:
                raise SubscriberNotFound("Nobody has an account with that address.")
            if there.subject == caller.person:
                raise OwnGroup("Nobody sponsors a group that they own.")
            owner = tx.subscribers.get(there.subject, lock=True)
            see_that_they_may_join(owner)
            made = Group(
                group_id=group_id,
                code=code,
                name=name,
                purpose=purpose,
                owner=owner.subject,
                sponsor=caller.person,
                created_at=now,
                until=until,
            )
            tx.groups.add(made)
            tx.groups.join(Member(group_id=group_id, subject=owner.subject, since=now))
            carry_groups(tx, self.ids, owner)
            tx.audit.record(
                caller,
                "identity:create-group",
                str(group_id),
                code=code,
                owner=tx.audit.name_of(owner.subject),
            )
            tx.outbox.add(Used(caller=caller, metric="identity.group-created", at=now))
        return made
