"""Invite an address to a closed group."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.group import (
    INVITED_FOR,
    MOST,
    MOST_INVITED_IN_A_DAY,
    Group,
    Invitation,
)
from services.identity.domain.group_errors import GroupFull, GroupNotFound, TooManyInvited
from services.identity.domain.invitation import MOST_TO_AN_ADDRESS
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.waiting_ports import Mail

TEMPLATE: Final = "group-invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToGroup:
    """Ask an address in; the same is done whether or not anybody has an account with it.

    An address that got three of these mails within a day, of whichever groups, gets no more: nor is
    that told. Its invitation waits for it all the same.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, group_id: UUID, email: str, language: str) -> None:
        """Keep the invitation, and mail it unless one to that address waits already.

        In `language` it is for who has no account; others are written to in theirs.

        Raises:
            GroupNotFound: there is none that the caller owns.
            GroupFull: it has as many members and invitations as it may.
            TooManyInvited: a hundred were asked in today.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            group = tx.groups.get(group_id, lock=True)
            if not group.run_by(caller):
                raise GroupNotFound("There is no such group.")
            group.see_that_it_is_open(now)
            waiting = len(tx.groups.invitations(group_id, now))
            if tx.groups.size(group_id) + waiting >= MOST:
                raise GroupFull("The group has as many members and invitations as it may.")
            if tx.groups.count_invited(group_id, now.date()) > MOST_INVITED_IN_A_DAY:
                raise TooManyInvited(f"At most {MOST_INVITED_IN_A_DAY} may be invited in a day.")
            invitation = Invitation(
                invitation_id=self.ids.new(),
                group_id=group_id,
                email=email,
                until=now + INVITED_FOR,
            )
            if tx.groups.invite(invitation):
                self._post(tx, group, email, language)
            tx.audit.record(caller, "identity:invite-to-group", str(group_id))
            tx.outbox.add(Used(caller=caller, metric="identity.group-invited", at=now))

    def _post(self, tx: Stores, group: Group, email: str, language: str) -> None:
        yesterday = self.clock.now() - timedelta(days=1)
        if tx.mails.count(email, TEMPLATE, yesterday) >= MOST_TO_AN_ADDRESS:
            return
        tx.mails.add(
            Mail(
                mail_id=self.ids.new(),
                to=email,
                language=language,
                template=TEMPLATE,
                variables={"group": group.name},
            )
        )
