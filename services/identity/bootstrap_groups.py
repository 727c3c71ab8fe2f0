"""Builds what closed groups need, for `bootstrap.py`."""

from typing import Final

from chassis.watch import Watch
from chassis.worker import Part, in_thread, until_none
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.groups_rpc import GroupsServicer
from services.identity.usecases.answer_group_invitation import AnswerGroupInvitation
from services.identity.usecases.create_group import CreateGroup
from services.identity.usecases.end_group import EndGroup
from services.identity.usecases.get_group import GetGroup
from services.identity.usecases.invite_to_group import InviteToGroup
from services.identity.usecases.leave_group import LeaveGroup
from services.identity.usecases.list_groups import ListGroups
from services.identity.usecases.list_my_groups import ListMyGroups
from services.identity.usecases.look_ahead import Task
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.remove_group_member import RemoveGroupMember
from services.identity.usecases.renew_group import RenewGroup
from services.identity.usecases.run_groups import RunGroups

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def groups_servicer(work: UnitOfWork, reads: UnitOfWork, budget: RecordBudget) -> GroupsServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return GroupsServicer(
        create_group=CreateGroup(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_groups=ListGroups(unit_of_work=reads),
        get_group=GetGroup(unit_of_work=reads, clock=_CLOCK, budget=budget),
        list_my_groups=ListMyGroups(unit_of_work=reads, clock=_CLOCK),
        invite_to_group=InviteToGroup(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        answer_group_invitation=AnswerGroupInvitation(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        leave_group=LeaveGroup(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        remove_group_member=RemoveGroupMember(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        renew_group=RenewGroup(unit_of_work=work, clock=_CLOCK),
        end_group=EndGroup(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        clock=_CLOCK,
    )


def groups_parts(record: UnitOfWork, watch: Watch) -> dict[str, Part]:
    """Return what does what the clock asks of groups."""
    run = RunGroups(unit_of_work=record, clock=_CLOCK, ids=_IDS)
    return {"closed-groups": watch.loop(Task.GROUPS.value, in_thread(until_none(run)))}
