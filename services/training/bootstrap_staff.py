"""Builds what employers need, for `bootstrap.py`."""

from typing import Final

from kernel.ports import SystemClock
from services.training.domain.course import Catalogue
from services.training.inbound.staff_rpc import StaffTrainingServicer
from services.training.usecases.get_staff_training import GetAskedOfMe, GetStaffTraining
from services.training.usecases.import_staff_file import ImportStaffFile, ReadStaffFile
from services.training.usecases.ports import UnitOfWork

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
