"""Builds private drills, for `bootstrap.py`."""

from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from kernel.ports import RandomIds, SystemClock
from services.alerts.inbound.drills_rpc import DrillsServicer, drill_services_of
from services.alerts.usecases.end_drill import EndDrill
from services.alerts.usecases.get_drill import GetDrill
from services.alerts.usecases.list_drill_scenarios import ListDrillScenarios
from services.alerts.usecases.list_drills import ListDrills
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.start_drill import StartDrill

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def drill_services(
    work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the services on a unit of work, and on one that only reads."""
    return drill_services_of(
        DrillsServicer(
            list_drill_scenarios=ListDrillScenarios(),
            start_drill=StartDrill(unit_of_work=work, clock=_CLOCK, ids=_IDS),
            end_drill=EndDrill(unit_of_work=work, clock=_CLOCK),
            get_drill=GetDrill(unit_of_work=reads),
            list_drills=ListDrills(unit_of_work=reads),
        )
    )
