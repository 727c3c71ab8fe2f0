"""What launching learns of packages from the catalogue."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from kernel.ports import SystemClock
from services.training.domain.course import Catalogue
from services.training.domain.errors import UnitNotFound
from services.training.domain.package_origin import PackageOrigins
from services.training.domain.scorm_course import Edition
from services.training.inbound.scorm_xml import read_manifest
from services.training.outbound.launch_paths import SealedLaunchPaths
from services.training.usecases.imported_packages import ImportedPackages
from tests.fakes.packaged_courses import TWO_UNITS
from tests.fakes.scorm import Item, Manifest
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


@pytest.mark.parametrize(
    ("edition", "slug"),
    [(Edition.V1_2, "1.2"), (Edition.V2004_3, "2004"), (Edition.V2004_4, "2004")],
)
def test_a_sco_is_opened_in_its_player_and_what_does_not_speak_by_itself(
    edition: Edition, slug: str
) -> None:
    asset = '<resource identifier="RES-2" type="webcontent" href="page.html"/>'
    kind = "scormtype" if edition is Edition.V1_2 else "scormType"
    sco = f'<resource identifier="RES-1" type="webcontent" adlcp:{kind}="sco" href="a/sco.html"/>'
    items = (Item("ITEM-1", "RES-1"), Item("ITEM-2", "RES-2"))
    manifest = Manifest(edition=edition, items=items, resources=sco + asset)
    known = packages(structure=read_manifest(bytes(manifest)).structure)
    parts = urlsplit(known.address(COURSE_ID, 1, "a/sco.html", SESSION))
    assert (ORIGINS.of(PACKAGE), f"/scorm/{slug}/play") == (
        f"{parts.scheme}://{parts.netloc}",
        parts.path,
    )
    _, token, rest = parse_qs(parts.query)["sco"][0].split("/", 2)
    assert ("a/sco.html", SESSION) == (rest, known.paths.opened(token).session_id)
    assert known.address(COURSE_ID, 1, "page.html", SESSION).endswith("/page.html")


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
