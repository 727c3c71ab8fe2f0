"""Join the organisation that invites one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.application import token_digest
from services.identity.domain.errors import (
    OrganisationHeld,
    OrganisationNotFound,
    TooManyPremises,
)
from services.identity.domain.events import PremisesChanged, PrincipalChanged
from services.identity.domain.invitation import Ending, Invitation
from services.identity.domain.membership_errors import (
    InvitationNotFound,
    PremisesLeftBehind,
    TooManyMembers,
)
from services.identity.domain.organisation import MOST_MEMBERS, Organisation
from services.identity.domain.premises import MOST_PREMISES
from services.identity.usecases.announcing import announce
from services.identity.usecases.belonging import close
from services.identity.usecases.membership import good_invitation, held, see_that_no_case_waits
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.waiting_ports import Task, TaskKind

Found = Callable[[Stores], Invitation | None]


def by_id(invitation_id: UUID) -> Found:
    """Name an invitation by its id, for who sees it listed."""
    return lambda tx: tx.invitations.get(invitation_id)


def by_token(token: str) -> Found:
    """Name an invitation by the token of its link."""
    return lambda tx: tx.invitations.with_token(token_digest(token))


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The organisation that was joined, and how many premises came along."""

    organisation: Organisation
    premises: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptInvitation:
    """Let the caller, whose confirmed address was invited, belong to the organisation.

    The one that they belonged to alone is closed; its premises come along or are refused to be left
    (docs/adr/0093). Locks are taken as everywhere: organisations, then the person, then what hangs
    on them. The invitation is read without one to know which, and once more under its own.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, which: Found, bring_premises: bool) -> Joined:
        """Return whom they act for now; accepted again, nothing changes.

        Raises:
            InvitationNotFound: it is not open, to another address, or its inviter is no admin now.
            OrganisationHeld: they belong to another with others in it.
            PremisesLeftBehind: the one to be closed has premises, and they are not to be brought.
            VerificationOpen: officers look at them as of the organisation before.
            TooManyMembers: as many belong to it as may.
            TooManyPremises: with those brought it would have more than one may.
            SubscriberNotFound: the platform has no record of the caller.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            found, before = which(tx), tx.subscribers.get(caller.person)
            if found is None or not found.is_to(before.profile.email):
                raise InvitationNotFound("There is no such invitation, or it is good no more.")
            if before.organisation_id == found.organisation_id:
                return Joined(organisation=tx.organisations.get(found.organisation_id), premises=0)
            good_invitation(tx, found, now)
            organisation, old = _locked(tx, found.organisation_id, before.organisation_id)
            person = held(tx, before)
            again = tx.invitations.get(found.invitation_id, lock=True)
            good = good_invitation(tx, again, now).invitation
            see_that_no_case_waits(tx, person.subject)
            if tx.organisations.members(organisation.organisation_id) >= MOST_MEMBERS:
                raise TooManyMembers(f"At most {MOST_MEMBERS} people may belong to it.")
            brought = 0
            if old is not None:
                brought = _moved(tx, old, organisation, bring=bring_premises, at=now)
            joined = person.moved(organisation, invited_by=good.invited_by)
            tx.subscribers.save(joined)
            tx.invitations.withdraw_by(person.subject)
            tx.invitations.save(good.ended(Ending.ACCEPTED, now))
            if joined.roles != person.roles:
                task = Task(task_id=self.ids.new(), subject=person.subject, kind=TaskKind.SYNC)
                tx.tasks.add(task)
            announce(tx, self.ids, good.invited_by, "colleague-joined")
            tx.audit.record(caller, "identity:accept-invitation", str(good.invitation_id))
            there = replace(caller, organisation_id=str(good.organisation_id))
            tx.outbox.add(
                PrincipalChanged(joined),
                Used(caller=there, metric="identity.invitation-accepted", at=now),
            )
        return Joined(organisation=organisation, premises=brought)


def _locked(
    tx: Stores, joining: UUID, leaving: UUID | None
) -> tuple[Organisation, Organisation | None]:
    """Return both organisations, locked in the order of their ids, so that two never cross."""
    ids = sorted({joining} | ({leaving} if leaving else set()))
    try:
        held_ones = {each: tx.organisations.get(each, lock=True) for each in ids}
    except OrganisationNotFound:
        raise StaleVersion("An organisation was closed meanwhile: try again.") from None
    return held_ones[joining], held_ones[leaving] if leaving else None


def _moved(
    tx: Stores, old: Organisation, organisation: Organisation, *, bring: bool, at: datetime
) -> int:
    """Close the organisation that was the person's alone; return how many premises moved."""
    if tx.organisations.members(old.organisation_id) > 1:
        raise OrganisationHeld("You belong to an organisation with others: leave it first.")
    premises = tx.premises.all_of(old.organisation_id)
    if premises and not bring:
        raise PremisesLeftBehind("Your organisation has premises: bring them along.")
    if premises and tx.premises.count(organisation.organisation_id) + len(premises) > MOST_PREMISES:
        raise TooManyPremises(f"An organisation may have {MOST_PREMISES} premises at most.")
    for each in premises:
        moved = each.brought(organisation.organisation_id)
        tx.premises.save(moved)
        tx.outbox.add(PremisesChanged(moved))
    close(tx, old, at=at)
    return len(premises)
