"""Builds what staff roles and the end of dormant accounts need, for `bootstrap.py`."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.watch import Watch
from chassis.worker import Part, every, in_thread, until_none
from kernel.ports import Pseudonyms, RandomIds, SystemClock
from services.identity.bootstrap_groups import groups_parts, groups_servicer
from services.identity.inbound.groups_rpc import groups_services_of
from services.identity.inbound.role_grants_rpc import RoleGrantsServicer, role_grants_services_of
from services.identity.outbound.dormancy_measures import PrometheusDormancyMeasures
from services.identity.usecases.activate_role import ActivateRole
from services.identity.usecases.confirm_role_grant import ConfirmRoleGrant
from services.identity.usecases.deactivate_role import DeactivateRole
from services.identity.usecases.end_dormant import EndDormant
from services.identity.usecases.end_role_grant import EndRoleGrant
from services.identity.usecases.end_tier_terms import Deed
from services.identity.usecases.forget_decisions import ForgetDecisions
from services.identity.usecases.get_role_grant import GetRoleGrant
from services.identity.usecases.list_my_role_grants import ListMyRoleGrants
from services.identity.usecases.list_role_grants import ListRoleGrants
from services.identity.usecases.look_ahead import Task
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.propose_role_grant import ProposeRoleGrant
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.refuse_role_grant import RefuseRoleGrant
from services.identity.usecases.run_role_grants import RunRoleGrants
from services.identity.usecases.server_ports import Accounts
from services.identity.usecases.withdraw_role_grant import WithdrawRoleGrant

DORMANT_SECONDS: Final = 3600
MOST_REPORTED: Final = 100_000

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def role_grants_servicer(
    work: UnitOfWork, reads: UnitOfWork, accounts: Accounts, budget: RecordBudget
) -> RoleGrantsServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return RoleGrantsServicer(
        propose_role_grant=ProposeRoleGrant(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        confirm_role_grant=ConfirmRoleGrant(
            unit_of_work=work, accounts=accounts, clock=_CLOCK, ids=_IDS
        ),
        refuse_role_grant=RefuseRoleGrant(unit_of_work=work, clock=_CLOCK),
        withdraw_role_grant=WithdrawRoleGrant(unit_of_work=work, clock=_CLOCK),
        end_role_grant=EndRoleGrant(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_role_grants=ListRoleGrants(unit_of_work=reads, budget=budget),
        get_role_grant=GetRoleGrant(unit_of_work=reads, budget=budget),
        list_my_role_grants=ListMyRoleGrants(unit_of_work=reads),
        activate_role=ActivateRole(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        deactivate_role=DeactivateRole(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        clock=_CLOCK,
    )


def standing_services(
    work: UnitOfWork, reads: UnitOfWork, accounts: Accounts, budget: RecordBudget
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the services of what people hold for a time."""
    services = role_grants_services_of(role_grants_servicer(work, reads, accounts, budget))
    return services | groups_services_of(groups_servicer(work, reads, budget))


def standing_parts(record: UnitOfWork, watch: Watch, pseudonyms: Pseudonyms) -> dict[str, Part]:
    """Return what does what the clock asks of what people hold."""
    run = RunRoleGrants(unit_of_work=record, clock=_CLOCK, ids=_IDS)
    grants = watch.loop(Task.ROLE_GRANTS.value, in_thread(until_none(run)))
    dormant = EndDormant(
        unit_of_work=record,
        pseudonyms=pseudonyms,
        measures=PrometheusDormancyMeasures(),
        clock=_CLOCK,
        ids=_IDS,
    )
    forget = ForgetDecisions(unit_of_work=record, clock=_CLOCK)
    return {
        "role-grants": grants,
        **groups_parts(record, watch),
        "dormant": every(DORMANT_SECONDS, in_thread(dormant)),
        "decisions": every(DORMANT_SECONDS, in_thread(forget)),
    }


def report_dormant(record: UnitOfWork, pseudonyms: Pseudonyms) -> None:
    """Print what would be done about dormant accounts, a line of JSON for each, and how many."""
    dry = EndDormant(
        unit_of_work=record,
        pseudonyms=pseudonyms,
        measures=PrometheusDormancyMeasures(),
        clock=_CLOCK,
        ids=_IDS,
        dry=True,
        most=MOST_REPORTED,
    )
    deeds = dry()
    for each in deeds:
        said = {
            "subject": each.subject,
            "deed": each.deed.value,
            "until": each.until.isoformat(),
            "days": each.days,
            "alerts": each.alerts,
            "left_alone": each.left_alone,
        }
        sys.stdout.write(json.dumps(said) + "\n")
    done = Counter(each.deed for each in deeds)
    counted = {"warnings": done[Deed.WARN], "ends": done[Deed.END], "waits": done[Deed.WAIT]}
    sys.stdout.write(json.dumps(counted) + "\n")
