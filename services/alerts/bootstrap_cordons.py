"""Builds what answers about cordons, for `bootstrap.py`."""

from typing import Final

from kernel.ports import RandomIds, SystemClock
from services.alerts.bootstrap_services import Services
from services.alerts.inbound.cordons_rpc import CordonsServicer, cordon_services_of
from services.alerts.usecases.confirm_cordon import ConfirmCordon
from services.alerts.usecases.drop_cordon_change import DropCordonChange
from services.alerts.usecases.lift_cordon import LiftCordon
from services.alerts.usecases.list_cordons import ListCordons
from services.alerts.usecases.move_cordon import MoveCordon
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.propose_cordon import ProposeCordon
from services.alerts.usecases.red_reads import RedReads
from services.alerts.usecases.renew_cordon import RenewCordon
from services.alerts.usecases.take_cordon import TakeCordon

_CLOCK: Final = SystemClock()


def cordon_services(work: UnitOfWork, reads: UnitOfWork) -> Services:
    """Return the service of cordons on a unit of work, and on one that only reads."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return cordon_services_of(
        CordonsServicer(
            list_cordons=ListCordons(unit_of_work=reads, red_reads=red_reads),
            propose_cordon=ProposeCordon(unit_of_work=work, clock=_CLOCK, ids=RandomIds()),
            move_cordon=MoveCordon(unit_of_work=work, clock=_CLOCK),
            lift_cordon=LiftCordon(unit_of_work=work, clock=_CLOCK),
            drop_cordon_change=DropCordonChange(unit_of_work=work, clock=_CLOCK),
            confirm_cordon=ConfirmCordon(unit_of_work=work, clock=_CLOCK),
            renew_cordon=RenewCordon(unit_of_work=work, clock=_CLOCK),
            take_cordon=TakeCordon(unit_of_work=work, clock=_CLOCK),
            clock=_CLOCK,
        )
    )
