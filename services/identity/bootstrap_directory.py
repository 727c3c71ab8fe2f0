"""Builds what is needed to reach people, and to bound what is read of them."""

from typing import Final

from chassis.configuration import Settings
from kernel.ports import Pseudonyms, RandomIds, SystemClock
from services.identity.inbound.directory_rpc import DirectoryServicer
from services.identity.inbound.naming_rpc import NamingServicer
from services.identity.outbound.reading_measures import PrometheusReadingMeasures
from services.identity.usecases.lift_record_freeze import LiftRecordFreeze
from services.identity.usecases.list_branch import ListBranch
from services.identity.usecases.list_record_freezes import ListRecordFreezes
from services.identity.usecases.name_people import NamePeople
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import BUDGET, RecordBudget
from services.identity.usecases.send_relay_message import SendRelayMessage

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def budget_setting(settings: Settings) -> int:
    """Return how many people's records one account reads in a day.

    Raises:
        BadSetting: it is no number, or out of bounds.
    """
    return settings.number("IDENTITY_RECORD_BUDGET", BUDGET, least=1, most=100_000)


def record_budget(work: UnitOfWork, budget: int = BUDGET) -> RecordBudget:
    """Return what counts the records that are read."""
    measures = PrometheusReadingMeasures()
    return RecordBudget(unit_of_work=work, clock=_CLOCK, measures=measures, budget=budget)


def directory_servicer(work: UnitOfWork, budget: RecordBudget) -> DirectoryServicer:
    """Return the servicer on a unit of work."""
    return DirectoryServicer(
        list_branch=ListBranch(unit_of_work=work, clock=_CLOCK, budget=budget),
        send_relay_message=SendRelayMessage(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_record_freezes=ListRecordFreezes(unit_of_work=work),
        lift_record_freeze=LiftRecordFreeze(unit_of_work=work, clock=_CLOCK),
    )


def naming_servicer(
    work: UnitOfWork, pseudonyms: Pseudonyms, budget: RecordBudget
) -> NamingServicer:
    """Return the servicer that names people, on a unit of work."""
    return NamingServicer(
        name_people=NamePeople(unit_of_work=work, pseudonyms=pseudonyms, budget=budget)
    )
