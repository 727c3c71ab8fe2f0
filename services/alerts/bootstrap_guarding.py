"""Builds what guards a draft before it goes out, for `bootstrap.py`."""

from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from kernel.ports import SystemClock
from services.alerts.inbound.welsh_rpc import WelshServicer, welsh_services_of
from services.alerts.usecases.confirm_welsh import ConfirmWelsh
from services.alerts.usecases.list_welsh_due import ListWelshDue
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.red_reads import RedReads

_CLOCK: Final = SystemClock()


def guarding_services(
    work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the services on a unit of work, and on one that only reads."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return welsh_services_of(
        WelshServicer(
            confirm_welsh=ConfirmWelsh(unit_of_work=work, clock=_CLOCK),
            list_welsh_due=ListWelshDue(unit_of_work=reads, red_reads=red_reads),
        )
    )
