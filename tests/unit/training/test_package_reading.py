"""A stranger's package is refused for what it is, with a reason that names it."""

import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from services.training.domain.package import PackageFile, PackageKind, PackageRefusal
from services.training.domain.package_errors import LookBusy
from services.training.domain.scorm_course import Edition, type_of
from services.training.inbound import package_look, package_reading
from services.training.inbound.package_look import BoundedPackageLook
from services.training.inbound.package_reading import BOUNDS, read
from tests.fakes.scorm import Manifest
from tests.fakes.training_packages import PAGE, manifest, package_zip, zipped

GOOD = {"cmi5.xml": manifest("index.html"), "index.html": PAGE}


def _with_link() -> bytes:
    entry = zipfile.ZipInfo("secret.html")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped(GOOD | {entry: b"/etc/passwd"})  # type: ignore[dict-item] # an entry is a name


def _encrypted() -> bytes:
    changed = bytearray(zipped(GOOD))
    changed[6] |= 1
    changed[changed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


BAD = {
    "a text": (b"hello", PackageRefusal.NOT_A_PACKAGE, ""),
    "half": (package_zip()[:300], PackageRefusal.DAMAGED, ""),
    "a password": (_encrypted(), PackageRefusal.ENCRYPTED, "cmi5.xml"),
    "two names": (zipped(GOOD | {"Index.html": b""}), PackageRefusal.DUPLICATE_NAME, "Index.html"),
    "zip slip": (zipped(GOOD | {"../x.html": b""}), PackageRefusal.LEADS_OUT, "../x.html"),
    "a root": (zipped(GOOD | {"/etc/x": b""}), PackageRefusal.LEADS_OUT, "/etc/x"),
    "a long name": (zipped(GOOD | {"x" * 301: b""}), PackageRefusal.LEADS_OUT, "x" * 301),
    "a link": (_with_link(), PackageRefusal.LINK, "secret.html"),
    "many": (
        zipped(GOOD | {f"f/{each}": b"" for each in range(5_000)}),
        PackageRefusal.TOO_MANY_FILES,
        "",
    ),
    "a bomb": (zipped(GOOD | {"z": bytes(4_000_000)}), PackageRefusal.COMPRESSION_BOMB, "z"),
    "no manifest": (zipped({"index.html": PAGE}), PackageRefusal.NO_MANIFEST, "cmi5.xml"),
    "a manifest in a folder": (
        zipped({f"course/{name}": body for name, body in GOOD.items()}),
        PackageRefusal.NO_MANIFEST,
        "cmi5.xml",
    ),
    "no course": (zipped({"cmi5.xml": b"<a/>"}), PackageRefusal.BAD_MANIFEST, "courseStructure"),
    "entities": (
        zipped({"cmi5.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        PackageRefusal.BAD_MANIFEST,
        "document type",
    ),
    "a unit elsewhere": (
        zipped({"cmi5.xml": manifest("https://evil.example/unit")}),
        PackageRefusal.BAD_MANIFEST,
        "url",
    ),
    "a unit above": (
        zipped({"cmi5.xml": manifest("../up.html")}),
        PackageRefusal.BAD_MANIFEST,
        "url",
    ),
    "a mistyped unit": (
        zipped(GOOD | {"cmi5.xml": manifest("index.htm")}),
        PackageRefusal.MISSING_FILE,
        "index.htm",
    ),
    "a manifest alone": (manifest("index.html"), PackageRefusal.MISSING_FILE, "index.html"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_package_is_refused_for_what_it_is(tmp_path: Path, what: str) -> None:
    body, refusal, part = BAD[what]
    (tmp_path / "file").write_bytes(body)
    found = read(tmp_path / "file")
    assert refusal is found.refusal
    assert part in found.part
    assert found.structure is None
    assert () == found.files


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file").write_bytes(package_zip())
    monkeypatch.setattr(package_reading, "BOUNDS", replace(BOUNDS, most_unpacked=10_000))
    assert PackageRefusal.TOO_LARGE is read(tmp_path / "file").refusal


def test_a_good_package_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(package_zip())
    found = read(tmp_path / "file")
    assert (None, PackageKind.CMI5) == (found.refusal, found.kind)
    assert found.structure is not None
    urls = [each.url for each in found.structure.units()]
    assert ["index.html?unit=1", "media/two.html#top"] == urls
    assert PackageFile(path="index.html", number=1, size=len(PAGE)) in found.files


@pytest.mark.parametrize("edition", Edition)
def test_a_good_scorm_package_is_found(tmp_path: Path, edition: Edition) -> None:
    described = Manifest(edition=edition, hrefs={"RES-1": "a/my%20unit.html?page=1"})
    files = {"imsmanifest.xml": bytes(described), "a/my unit.html": PAGE}
    (tmp_path / "file").write_bytes(zipped(files))
    found = read(tmp_path / "file")
    assert (None, PackageKind.SCORM) == (found.refusal, found.kind)
    assert found.structure is not None
    (unit,) = found.structure.units()
    assert ("a/my%20unit.html?page=1", type_of(edition)) == (unit.url, unit.activity_type)
    assert found == BoundedPackageLook()(tmp_path / "file")


def test_a_scorm_package_without_its_files_or_of_another_edition_is_refused(tmp_path: Path) -> None:
    for described, refusal, part in (
        (Manifest(), PackageRefusal.MISSING_FILE, "index.html"),
        (Manifest(said_edition="1.1"), PackageRefusal.BAD_MANIFEST, "schemaversion"),
        (Manifest(hrefs={"RES-1": "../up.html"}), PackageRefusal.BAD_MANIFEST, "href"),
    ):
        (tmp_path / "file").write_bytes(zipped({"imsmanifest.xml": bytes(described)}))
        found = read(tmp_path / "file")
        assert refusal is found.refusal
        assert part in found.part


def test_more_than_a_thousand_units_are_found(tmp_path: Path) -> None:
    """cmi5 Quartz, 6.1."""
    urls = [f"index.html?unit={each}" for each in range(1_500)]
    (tmp_path / "file").write_bytes(zipped({"cmi5.xml": manifest(*urls), "index.html": PAGE}))
    found = read(tmp_path / "file")
    assert found.structure is not None
    assert urls == [each.url for each in found.structure.units()]


def test_a_look_from_outside_says_the_same(tmp_path: Path) -> None:
    look = BoundedPackageLook()
    for body in (package_zip(), BAD["zip slip"][0], BAD["a mistyped unit"][0]):
        (tmp_path / "file").write_bytes(body)
        assert read(tmp_path / "file") == look(tmp_path / "file")


def test_a_look_that_takes_too_long_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(package_zip())
    look = BoundedPackageLook(seconds=0.01)
    assert PackageRefusal.TOO_COMPLEX is look(tmp_path / "file").refusal


def test_one_package_is_looked_into_at_a_time(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file").write_bytes(package_zip())
    monkeypatch.setattr(package_look, "_WAITS", 0.01)
    with package_look._ONE_AT_A_TIME, pytest.raises(LookBusy):
        BoundedPackageLook()(tmp_path / "file")
    assert BoundedPackageLook()(tmp_path / "file").refusal is None
