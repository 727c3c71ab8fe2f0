"""Builds what a region's own alerts need, for `bootstrap.py`."""

from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from kernel.ports import RandomIds, SystemClock
from services.alerts.inbound.regional_rpc import RegionalAlertsServicer, regional_services_of
from services.alerts.usecases.approve_regional_alert import ApproveRegionalAlert
from services.alerts.usecases.draft_regional_alert import DraftRegionalAlert
from services.alerts.usecases.list_my_regions import ListMyRegions
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.return_regional_alert import ReturnRegionalAlert
from services.alerts.usecases.withdraw_regional_alert import WithdrawRegionalAlert

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def regional_services(work: UnitOfWork) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of regions' alerts on a unit of work."""
    return regional_services_of(
        RegionalAlertsServicer(
            draft_regional_alert=DraftRegionalAlert(unit_of_work=work, clock=_CLOCK, ids=_IDS),
            approve_regional_alert=ApproveRegionalAlert(unit_of_work=work, clock=_CLOCK),
            return_regional_alert=ReturnRegionalAlert(unit_of_work=work, clock=_CLOCK),
            withdraw_regional_alert=WithdrawRegionalAlert(unit_of_work=work, clock=_CLOCK),
            list_my_regions=ListMyRegions(unit_of_work=work, clock=_CLOCK),
            clock=_CLOCK,
        )
    )
