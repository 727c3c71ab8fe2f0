"""Builds what the cascade needs, for `bootstrap.py`."""

from typing import Final

from chassis.watch import Watch
from chassis.worker import Part, every, in_thread, until_none
from kernel.ports import RandomIds, SystemClock
from services.alerts.inbound.cascades_rpc import CascadesServicer
from services.alerts.outbound.fault_measures import PrometheusFaultMeasures
from services.alerts.usecases.agenda_ports import Task
from services.alerts.usecases.climb_cascades import ClimbCascades
from services.alerts.usecases.forget_cascades import ForgetCascades
from services.alerts.usecases.get_branch_context import GetBranchContext
from services.alerts.usecases.get_cascade import GetCascade
from services.alerts.usecases.list_waiting_steps import ListWaitingSteps
from services.alerts.usecases.look_ahead import kind
from services.alerts.usecases.pass_on import PassOn
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.putting_off import PutOff
from services.alerts.usecases.red_reads import RedReads
from services.alerts.usecases.report_up import ReportUp

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def cascades_servicer(work: UnitOfWork, reads: UnitOfWork) -> CascadesServicer:
    """Return the servicer of the cascade on a unit of work, and on one that only reads."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return CascadesServicer(
        list_waiting_steps=ListWaitingSteps(unit_of_work=work, clock=_CLOCK),
        pass_on=PassOn(unit_of_work=work, clock=_CLOCK),
        report_up=ReportUp(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        get_cascade=GetCascade(unit_of_work=reads, red_reads=red_reads, clock=_CLOCK),
        get_branch_context=GetBranchContext(unit_of_work=reads, red_reads=red_reads),
    )


def cascade_parts(record: UnitOfWork, watch: Watch) -> dict[str, Part]:
    """Return what lets no silence hold an alert up, and forgets what is long over."""
    put_off = PutOff(task=Task.CLIMB.value, measures=PrometheusFaultMeasures(), clock=_CLOCK)
    climb = ClimbCascades(unit_of_work=record, clock=_CLOCK, put_off=put_off)
    forget = ForgetCascades(unit_of_work=record, clock=_CLOCK)
    return {
        "climb-cascades": watch.loop(kind(Task.CLIMB), in_thread(until_none(climb))),
        "forget-cascades": every(3600, in_thread(forget)),
    }
