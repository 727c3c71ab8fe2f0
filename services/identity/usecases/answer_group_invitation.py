"""Join a closed group that one was asked into, or decline."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.group import Invitation, Member, see_that_they_may_join
from services.identity.domain.group_errors import GroupNotFound, InvitationNotFound
from services.identity.usecases.grouping import carry_groups
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroupInvitation:
    """Let the caller into a group, or forget that they were asked."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, invitation_id: UUID, accept: bool) -> None:
        """Do as they say; the new rights reach everyone.

        Raises:
            InvitationNotFound: there is none to their address, or it is over.
            UnfitForGroup: their account is not verified.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            email = tx.subscribers.get(caller.person).profile.email
            waiting = tx.groups.invitations_to(email, now)
            asked = next((e for e in waiting if e.invitation_id == invitation_id), None)
            if asked is None:
                raise InvitationNotFound("There is no such invitation.")
            if accept:
                self._join(tx, caller, asked)
            tx.groups.uninvite(invitation_id)
            deed = "joined" if accept else "declined"
            tx.audit.record(caller, f"identity:group-{deed}", str(asked.group_id))
            used = Used(caller=caller, metric="identity.group-answered", at=now, detail=deed)
            tx.outbox.add(used)

    def _join(self, tx: Stores, caller: Principal, asked: Invitation) -> None:
        now = self.clock.now()
        try:
            group = tx.groups.get(asked.group_id, lock=True)
            group.see_that_it_is_open(now)
        except GroupNotFound as over:
            raise InvitationNotFound("There is no such invitation.") from over
        person = tx.subscribers.get(caller.person, lock=True)
        see_that_they_may_join(person)
        tx.groups.join(Member(group_id=group.group_id, subject=person.subject, since=now))
        carry_groups(tx, self.ids, person)
