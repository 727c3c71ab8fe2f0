"""Invite an address to a closed group."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.group import INVITED_FOR, MOST, Invitation
from services.identity.domain.group_errors import GroupFull, GroupNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToGroup:
    """Ask an address in; the same is done whether or not anybody has an account with it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, group_id: UUID, email: str) -> None:
        """Keep the invitation, and mail it unless one to that address waits already.

        Raises:
            GroupNotFound: there is none that the caller owns.
            GroupFull: it has as many members and invitations as it may.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            group = tx.groups.get(group_id, lock=True)
            if caller.person != group.owner:
                raise GroupNotFound("There is no such group.")
            group.see_that_it_is_open(now)
            waiting = len(tx.groups.invitations(group_id, now))
            if tx.groups.size(group_id) + waiting >= MOST:
                raise GroupFull("The group has as many members and invitations as it may.")
            invitation = Invitation(
                invitation_id=self.ids.new(),
                group_id=group_id,
                email=email,
                until=now + INVITED_FOR,
            )
            if tx.groups.invite(invitation):
                tx.mails.add(
                    Mail(
                        mail_id=self.ids.new(),
                        to=email,
                        language="en",
                        template="group-invited",
                        variables={"group": group.name},
                    )
                )
            tx.audit.record(caller, "identity:invite-to-group", str(group_id))
            tx.outbox.add(Used(caller=caller, metric="identity.group-invited", at=now))
