"""Builds what employers need, for `bootstrap.py`."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import SystemClock
from services.training.bootstrap_reminders import REMIND_SECONDS
from services.training.domain.course import Catalogue
from services.training.domain.issuer import Issuer
from services.training.inbound.passport_rpc import TrainingPassportServicer
from services.training.inbound.staff_rpc import StaffTrainingServicer
from services.training.outbound.passport_codes import picture
from services.training.outbound.passport_sheets import TypstPassportSheets
from services.training.usecases.get_asked_of_me import GetAskedOfMe
from services.training.usecases.get_my_passport import GetMyPassport
from services.training.usecases.get_staff_training import GetStaffTraining
from services.training.usecases.import_staff_file import ImportStaffFile
from services.training.usecases.ports import Credentials, UnitOfWork
from services.training.usecases.print_my_passport import PrintMyPassport
from services.training.usecases.read_staff_file import ReadStaffFile
from services.training.usecases.remind_staff import RemindStaff
from services.training.usecases.verify_passport import VerifyPassport

_CLOCK: Final = SystemClock()


def staff_servicer(
    work: UnitOfWork, reads: UnitOfWork, courses: Catalogue
) -> StaffTrainingServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return StaffTrainingServicer(
        get_staff_training=GetStaffTraining(unit_of_work=reads),
        read_staff_file=ReadStaffFile(clock=_CLOCK),
        import_staff_file=ImportStaffFile(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        get_asked_of_me=GetAskedOfMe(unit_of_work=reads, clock=_CLOCK),
        catalogue=courses,
    )


def passport_servicer(
    work: UnitOfWork, reads: UnitOfWork, credentials: Credentials, issuer: Issuer
) -> TrainingPassportServicer:
    """Return the servicer of passports."""
    get_my_passport = GetMyPassport(
        unit_of_work=work, credentials=credentials, issuer=issuer, clock=_CLOCK
    )
    return TrainingPassportServicer(
        get_my_passport=get_my_passport,
        print_my_passport=PrintMyPassport(
            get_my_passport=get_my_passport, issuer=issuer, sheets=TypstPassportSheets()
        ),
        verify_passport=VerifyPassport(unit_of_work=reads, credentials=credentials, clock=_CLOCK),
        picture=picture,
    )


def staff_parts(work: UnitOfWork, courses: Catalogue) -> dict[str, Part]:
    """Return what reminds people of what their organisation asks, in a thread of its own."""
    remind = RemindStaff(unit_of_work=work, catalogue=courses, clock=_CLOCK)
    threads = ThreadPoolExecutor(1, thread_name_prefix="remind-staff")

    def all_due() -> None:
        while remind():
            pass

    return {"remind-staff": every(REMIND_SECONDS, in_thread(all_due, threads))}
