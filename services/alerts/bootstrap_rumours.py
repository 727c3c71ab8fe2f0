"""Builds what answers about the rumour board, for `bootstrap.py`."""

from typing import Final

from kernel.ports import RandomIds, SystemClock
from services.alerts.bootstrap_services import Services
from services.alerts.inbound.rumours_rpc import RumourBoardServicer, rumour_services_of
from services.alerts.usecases.drop_rumour import DropRumour
from services.alerts.usecases.get_rumour import GetRumour
from services.alerts.usecases.list_rumour_proposals import ListRumourProposals
from services.alerts.usecases.list_rumours import ListRumours
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.propose_rumour import ProposeRumour
from services.alerts.usecases.publish_rumour import PublishRumour
from services.alerts.usecases.withdraw_rumour import WithdrawRumour

_CLOCK: Final = SystemClock()


def rumour_services(work: UnitOfWork, reads: UnitOfWork) -> Services:
    """Return the service of the rumour board on a unit of work, and on one that only reads."""
    return rumour_services_of(
        RumourBoardServicer(
            list_rumours=ListRumours(unit_of_work=reads),
            get_rumour=GetRumour(unit_of_work=reads),
            list_rumour_proposals=ListRumourProposals(unit_of_work=reads),
            propose_rumour=ProposeRumour(unit_of_work=work, clock=_CLOCK, ids=RandomIds()),
            publish_rumour=PublishRumour(unit_of_work=work, clock=_CLOCK),
            drop_rumour=DropRumour(unit_of_work=work, clock=_CLOCK),
            withdraw_rumour=WithdrawRumour(unit_of_work=work, clock=_CLOCK),
        )
    )
