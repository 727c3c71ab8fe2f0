"""What launching learns of packages from the catalogue."""

from uuid import UUID

import pytest

from kernel.ports import SystemClock
from services.training.domain.course import Catalogue
from services.training.domain.errors import UnitNotFound
from services.training.domain.package_origin import PackageOrigins
from services.training.outbound.launch_paths import SealedLaunchPaths
from services.training.usecases.imported_packages import ImportedPackages
from tests.fakes.packaged_courses import TWO_UNITS
from tests.fakes.training import COURSE_ID, course

PACKAGE = UUID(int=9)
SESSION = UUID(int=8)
ORIGINS = PackageOrigins("http://*.localhost:8081")


def packages(**given: object) -> ImportedPackages:
    known = Catalogue([course(**{"structure": TWO_UNITS, "package_id": PACKAGE} | given)])
    paths = SealedLaunchPaths.under("secret", ORIGINS)
    return ImportedPackages(catalogue=known, paths=paths, clock=SystemClock())


def test_a_unit_is_served_on_its_packages_origin_for_its_session() -> None:
    known = packages()
    assert TWO_UNITS == known.structure(COURSE_ID, 1)
    url = known.address(COURSE_ID, 1, "unit-1/index.html?page=1", SESSION)
    origin, _, rest = url.partition("/unit-1/")
    host, _, token = origin.rpartition("/")
    assert (ORIGINS.of(PACKAGE), "index.html?page=1") == (host, rest)
    grant = known.paths.opened(token)
    assert (PACKAGE, SESSION) == (grant.package_id, grant.session_id)
    assert grant.expires_at > SystemClock().now()


def test_what_was_withdrawn_is_not_opened_but_still_counts() -> None:
    known = packages(withdrawn=True)
    assert TWO_UNITS == known.structure(COURSE_ID, 1)
    with pytest.raises(UnitNotFound):
        known.address(COURSE_ID, 1, "index.html", SESSION)


def test_a_course_of_ours_and_a_unit_elsewhere_are_not_opened() -> None:
    ours = packages(structure=None, package_id=None)
    with pytest.raises(UnitNotFound):
        ours.structure(COURSE_ID, 1)
    with pytest.raises(UnitNotFound):
        ours.address(COURSE_ID, 1, "index.html", SESSION)
    for url in ("https://author.example/unit", "//author.example/unit"):
        with pytest.raises(UnitNotFound):
            packages().address(COURSE_ID, 1, url, SESSION)
