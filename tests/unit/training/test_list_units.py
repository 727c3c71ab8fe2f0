"""Reading how far one is in the units of a package."""

import pytest

from services.training.domain.cmi5_session import Verb
from services.training.domain.errors import EnrolmentNotFound, UnitNotFound
from services.training.domain.package_origin import PackageOrigins
from services.training.outbound.launch_paths import SealedLaunchPaths
from services.training.usecases.imported_packages import ImportedPackages
from services.training.usecases.list_units import ListUnits
from tests.fakes.packaged_courses import MemoryPackages
from tests.fakes.training import CATALOGUE, LEARNER, OTHER
from tests.fakes.unit_runtime import Runtime


def test_units_come_in_the_courses_order_with_what_is_on_record() -> None:
    runtime = Runtime()
    of = runtime.enrolled().enrolment_id
    reading = ListUnits(
        unit_of_work=runtime.unit_of_work, catalogue=CATALOGUE, packages=MemoryPackages()
    )
    runtime.begun(of, 2).say(Verb.COMPLETED)
    found, following = reading(LEARNER, enrolment_id=of, after=0, size=5)
    assert following is None
    assert [(1, False, False), (2, True, False)] == [
        (each.number, each.record.completed, each.satisfied) for each in found
    ]
    with pytest.raises(EnrolmentNotFound):
        reading(OTHER, enrolment_id=of, after=0, size=5)
    (first,), following = reading(LEARNER, enrolment_id=of, after=0, size=1)
    assert (1, 1) == (first.number, following)


def test_a_course_of_ours_has_no_units() -> None:
    runtime = Runtime()
    of = runtime.enrolled().enrolment_id
    paths = SealedLaunchPaths.under("secret", PackageOrigins("http://*.localhost"))
    packages = ImportedPackages(catalogue=CATALOGUE, paths=paths, clock=runtime.clock)
    reading = ListUnits(unit_of_work=runtime.unit_of_work, catalogue=CATALOGUE, packages=packages)
    with pytest.raises(UnitNotFound):
        reading(LEARNER, enrolment_id=of, after=0, size=5)
