"""Builds reminders, for `bootstrap.py`."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import SystemClock
from services.training.domain.course import Catalogue
from services.training.inbound.reminders_rpc import RemindersServicer
from services.training.usecases.get_reminders import GetReminders
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.remind_learners import RemindLearners
from services.training.usecases.set_reminders import SetReminders
from services.training.usecases.stop_reminders import StopReminders

_CLOCK: Final = SystemClock()
REMIND_SECONDS: Final = 60
"""How often somebody looks what is due; a reminder is due by days."""


def reminders_servicer(work: UnitOfWork, reads: UnitOfWork) -> RemindersServicer:
    """Return the servicer of reminders on a unit of work, and on one that only reads."""
    return RemindersServicer(
        get_reminders=GetReminders(unit_of_work=reads),
        set_reminders=SetReminders(unit_of_work=work, clock=_CLOCK),
        stop_reminders=StopReminders(unit_of_work=work, clock=_CLOCK),
    )


def reminder_parts(work: UnitOfWork, courses: Catalogue) -> dict[str, Part]:
    """Return what reminds learners of all that is due, in a thread of its own."""
    remind = RemindLearners(unit_of_work=work, catalogue=courses, clock=_CLOCK)
    threads = ThreadPoolExecutor(1, thread_name_prefix="remind")

    def all_due() -> None:
        while remind():
            pass

    return {"remind": every(REMIND_SECONDS, in_thread(all_due, threads))}
