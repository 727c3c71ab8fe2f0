"""Builds what belonging to an organisation needs, for `bootstrap.py`."""

from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.organisations_rpc import OrganisationsServicer
from services.identity.usecases.accept_invitation import AcceptInvitation
from services.identity.usecases.appoint_organisation_admin import AppointOrganisationAdmin
from services.identity.usecases.decline_invitation import DeclineInvitation
from services.identity.usecases.forget_invitations import ForgetInvitations
from services.identity.usecases.get_invitation import GetInvitation
from services.identity.usecases.get_unled_organisation import GetUnledOrganisation
from services.identity.usecases.invite_colleague import InviteColleague
from services.identity.usecases.leave_organisation import LeaveOrganisation
from services.identity.usecases.list_invitations import ListInvitations
from services.identity.usecases.list_members import ListMembers
from services.identity.usecases.list_my_invitations import ListMyInvitations
from services.identity.usecases.list_unled_organisations import ListUnledOrganisations
from services.identity.usecases.match_members import MatchMembers
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.remove_member import RemoveMember
from services.identity.usecases.rename_organisation import RenameOrganisation
from services.identity.usecases.resend_invitation import ResendInvitation
from services.identity.usecases.set_organisation_admin import SetOrganisationAdmin
from services.identity.usecases.withdraw_invitation import WithdrawInvitation

FORGETTING_SECONDS: Final = 600

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def organisations_servicer(
    work: UnitOfWork, reads: UnitOfWork, budget: RecordBudget
) -> OrganisationsServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return OrganisationsServicer(
        invite_colleague=InviteColleague(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_invitations=ListInvitations(unit_of_work=reads, clock=_CLOCK),
        resend_invitation=ResendInvitation(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        withdraw_invitation=WithdrawInvitation(unit_of_work=work, clock=_CLOCK),
        get_invitation=GetInvitation(unit_of_work=work, clock=_CLOCK),
        decline_invitation=DeclineInvitation(unit_of_work=work, clock=_CLOCK),
        list_my_invitations=ListMyInvitations(unit_of_work=reads, clock=_CLOCK),
        accept_invitation=AcceptInvitation(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_members=ListMembers(unit_of_work=reads),
        match_members=MatchMembers(unit_of_work=reads),
        set_organisation_admin=SetOrganisationAdmin(unit_of_work=work, clock=_CLOCK),
        remove_member=RemoveMember(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        leave_organisation=LeaveOrganisation(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        rename_organisation=RenameOrganisation(unit_of_work=work, clock=_CLOCK),
        list_unled_organisations=ListUnledOrganisations(unit_of_work=reads),
        get_unled_organisation=GetUnledOrganisation(unit_of_work=work, budget=budget),
        appoint_organisation_admin=AppointOrganisationAdmin(
            unit_of_work=work, clock=_CLOCK, ids=_IDS
        ),
    )


def organisations_parts(record: UnitOfWork) -> dict[str, Part]:
    """Return what forgets invitations."""
    forget = ForgetInvitations(unit_of_work=record, clock=_CLOCK)
    return {"invitations": every(FORGETTING_SECONDS, in_thread(forget))}
