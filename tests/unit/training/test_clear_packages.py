"""Uploads that nobody finished."""

from datetime import timedelta

from tests.fakes.training_packages import package_zip


def test_uploads_that_nobody_finished_are_cleared_away(desk, clock, stores) -> None:
    kept, upload = desk.brought(package_zip()), desk.uploaded(package_zip())
    before = len(desk.storage.kept)
    desk.clear()
    assert before == len(desk.storage.kept)
    clock.moment += timedelta(days=1, seconds=1)
    desk.clear()
    assert {kept.package_id} == set(stores.packages.kept)
    assert not desk.storage.keys(f"incoming/{upload.package_id}/")


def test_what_was_unpacked_of_an_upload_that_was_never_judged_goes_too(desk, clock) -> None:
    made, upload = desk.brought(package_zip()), desk.uploaded(package_zip())
    kept = set(desk.storage.keys(f"packages/{made.package_id}/"))
    desk.storage.kept |= {f"packages/{upload.package_id}/00000": b"x"}
    clock.moment += timedelta(days=1, seconds=1)
    desk.clear()
    assert kept == set(desk.storage.kept)


def test_what_stayed_of_a_package_that_was_judged_goes_too(desk) -> None:
    made, upload = desk.brought(package_zip()), desk.uploaded(package_zip())
    kept = set(desk.storage.kept)
    desk.storage.kept |= {f"incoming/{made.package_id}/00000": b"x"}
    desk.clear()
    assert kept == set(desk.storage.kept)
    assert desk.storage.keys(f"incoming/{upload.package_id}/")
