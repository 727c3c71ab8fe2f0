"""What comes of a package that came whole."""

import pytest

from chassis.errors import StorageUnavailable
from services.training.domain.errors import CourseNotFound
from services.training.domain.package import (
    PackageRefusal,
    PackageState,
)
from services.training.domain.package_errors import (
    IllegalPackageMove,
    UploadClosed,
)
from tests.fakes.package_desk import SECOND
from tests.fakes.training import LEARNER, TRAINER
from tests.fakes.training_packages import PAGE, manifest, package_zip, sha256, zipped


def test_a_package_is_proposed_with_what_was_found(desk, stores) -> None:
    made = desk.brought(package_zip())
    assert (PackageState.PROPOSED, 3) == (made.state, made.version)
    assert [f"packages/{made.package_id}/0000{each}" for each in range(4)] == list(
        desk.storage.kept
    )
    assert "training:propose-package" == stores.audit.rows[-1][1]
    assert ("training.package", "PROPOSED") == (
        stores.outbox.events[-1].metric,
        stores.outbox.events[-1].detail,
    )
    with pytest.raises(CourseNotFound):  # not before a second person's word
        desk.catalogue.newest(LEARNER, made.course_id)


REFUSED = {
    "a text": (b"hello", PackageRefusal.NOT_A_PACKAGE),
    "zip slip": (package_zip(**{"../x": b""}), PackageRefusal.LEADS_OUT),
    "a bomb": (package_zip(z=bytes(4_000_000)), PackageRefusal.COMPRESSION_BOMB),
    "no manifest": (zipped({"index.html": PAGE}), PackageRefusal.NO_MANIFEST),
    "a mistyped unit": (zipped({"cmi5.xml": manifest("x.html")}), PackageRefusal.MISSING_FILE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_recorded_and_nothing_of_it_is_kept(desk, stores, what) -> None:
    body, refusal = REFUSED[what]
    made = desk.brought(body)
    assert (PackageState.REFUSED, refusal) == (made.state, made.refusal)
    assert {} == desk.storage.kept
    row = stores.audit.rows[-1]
    assert ("training:refuse-package", refusal.value) == (row[1], row[-1]["refusal"])
    which = {"package_id": made.package_id}
    with pytest.raises(IllegalPackageMove):
        desk.publish(SECOND, **which, read_digest=made.digest)
    with pytest.raises(IllegalPackageMove):
        desk.preview(SECOND, **which, unit=0)


def test_what_the_scanner_knows_is_refused_by_name_and_not_looked_into(desk, stores) -> None:
    made = desk.brought(package_zip(**{"media/a.js": b"harmful"}))
    assert (PackageState.REFUSED, PackageRefusal.INFECTED) == (made.state, made.refusal)
    assert ("", None) == (made.refused_part, made.structure)
    assert {} == desk.storage.kept
    row = stores.audit.rows[-1]
    assert ("INFECTED", "Test.Harmful") == (row[-1]["refusal"], row[-1]["found"])
    assert ["INFECTED"] == desk.outcomes


def test_while_the_scanner_is_away_a_package_waits_and_nothing_of_it_is_shown(desk, stores) -> None:
    desk.scanner.away = True
    made = desk.brought(package_zip())
    assert (PackageState.QUARANTINED, None) == (made.state, made.structure)
    assert ["PUT_OFF"] == desk.outcomes
    assert all(each.startswith("incoming/") for each in desk.storage.kept), "none is kept to show"
    assert "training:quarantine-package" == stores.audit.rows[-1][1]
    assert "QUARANTINED" == stores.outbox.events[-1].detail
    which = {"package_id": made.package_id}
    with pytest.raises(IllegalPackageMove):
        desk.publish(SECOND, **which, read_digest=made.digest)
    with pytest.raises(IllegalPackageMove):
        desk.preview(SECOND, **which, unit=0)
    with pytest.raises(UploadClosed):
        desk.finish(TRAINER, **which, digest=made.digest)
    with pytest.raises(UploadClosed):
        desk.put(TRAINER, **which, number=0, body=b"x")


def test_another_file_is_refused_before_the_scanner_is_asked(desk) -> None:
    upload = desk.uploaded(package_zip())
    desk.scanner.away = True
    made = desk.finish(TRAINER, package_id=upload.package_id, digest="0" * 64)
    assert PackageRefusal.DIGEST_DIFFERS is made.refusal


def test_another_file_than_was_said_is_refused(desk) -> None:
    upload = desk.uploaded(package_zip())
    made = desk.finish(TRAINER, package_id=upload.package_id, digest="0" * 64)
    assert PackageRefusal.DIGEST_DIFFERS is made.refusal
    assert {} == desk.storage.kept


def test_an_upload_is_held_while_its_bytes_are_kept_and_looked_into(desk, stores) -> None:
    """A look lasts longer than a transaction that only waits may."""
    upload = desk.uploaded(package_zip())
    assert [upload.package_id] == stores.packages.held
    desk.finish(TRAINER, package_id=upload.package_id, digest=sha256(package_zip()))
    assert [upload.package_id] * 2 == stores.packages.held


def test_where_files_cannot_be_kept_nothing_is_proposed(desk, stores) -> None:
    upload = desk.uploaded(package_zip())
    desk.storage.away = True
    with pytest.raises(StorageUnavailable):
        desk.finish(TRAINER, package_id=upload.package_id, digest=sha256(package_zip()))
    assert PackageState.UPLOADING is stores.packages.get(upload.package_id).state
