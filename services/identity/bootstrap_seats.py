"""Builds what seats need, for `bootstrap.py`."""

from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.seats_rpc import SeatsServicer
from services.identity.usecases.appoint_to_seat import AppointToSeat
from services.identity.usecases.close_seat import CloseSeat
from services.identity.usecases.create_seat import CreateSeat
from services.identity.usecases.end_tenures import EndTenures
from services.identity.usecases.get_seat import GetSeat
from services.identity.usecases.list_my_seats import ListMySeats
from services.identity.usecases.list_seats import ListSeats
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.vacate_seat import VacateSeat

SECONDS: Final = 5
"""How often it is looked whether a term is over."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def seats_servicer(work: UnitOfWork, reads: UnitOfWork, budget: RecordBudget) -> SeatsServicer:
    """Return the servicer of seats on a unit of work, and on one that only reads."""
    return SeatsServicer(
        create_seat=CreateSeat(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        appoint_to_seat=AppointToSeat(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        vacate_seat=VacateSeat(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        close_seat=CloseSeat(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_seats=ListSeats(unit_of_work=reads),
        get_seat=GetSeat(unit_of_work=reads, budget=budget),
        list_my_seats=ListMySeats(unit_of_work=reads),
        clock=_CLOCK,
    )


def seats_parts(record: UnitOfWork) -> dict[str, Part]:
    """Return what ends the terms whose time is over."""
    end = EndTenures(unit_of_work=record, clock=_CLOCK, ids=_IDS)
    return {"end-tenures": every(SECONDS, in_thread(end))}
