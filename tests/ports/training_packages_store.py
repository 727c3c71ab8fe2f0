"""What every store of packages must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.training.domain.cmi5_course import Block, CourseStructure, LaunchMethod, MoveOn, Unit
from services.training.domain.package import (
    Found,
    Package,
    PackageFile,
    PackageRefusal,
    PackageState,
)
from services.training.domain.package_errors import PackageNotFound
from tests.fakes.training import NOON

Open = Callable[[], AbstractContextManager[Any]]
WORDS = {"en-GB": "Gates", "cy": "Gatiau", "": "G"}
UNIT = Unit(
    publisher_id="x:unit",
    title=WORDS,
    description=WORDS,
    url="index.html?a=1",
    move_on=MoveOn.COMPLETED_OR_PASSED,
    mastery_score=Decimal("0.8500"),
    launch_method=LaunchMethod.OWN_WINDOW,
    launch_parameters="a=1",
    entitlement_key="key",
    activity_type="x:type",
)
BLOCK = Block(publisher_id="x:block", title=WORDS, description=WORDS, children=(UNIT,))
STRUCTURE = CourseStructure(
    publisher_id="x:course", title=WORDS, description=WORDS, children=(BLOCK, UNIT)
)
FILES = (
    PackageFile(path="cmi5.xml", number=0, size=7),
    PackageFile(path="index.html", number=1, size=2**33),
)
FOUND = Found(structure=STRUCTURE, files=FILES)


def begun(minutes: int = 0, by: str = "trainer") -> Package:
    at = NOON + timedelta(minutes=minutes)
    return Package.begun(uuid4(), uuid4(), name="a.zip", size=5, by=by, at=at)


class PackagesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        upload = begun()
        made = upload.looked_into(FOUND, digest="a" * 64, at=NOON)
        published = made.published(by="second", read="a" * 64, version=1, at=NOON)
        withdrawn = published.withdrawn(by="third", expected=published.version, at=NOON)
        with unit_of_work() as tx:
            tx.packages.add(upload)
        for each in (upload, made, published, withdrawn):
            with unit_of_work() as tx:
                if each is not upload:
                    tx.packages.save(each)
                assert replace(each, files=()) == tx.packages.get(each.package_id, lock=True)
        with unit_of_work() as tx:
            assert FILES[1] == tx.packages.file(upload.package_id, "index.html")
            for none in ("Index.html", "index.htm", ""):
                assert tx.packages.file(upload.package_id, none) is None
            assert tx.packages.file(uuid4(), "index.html") is None
            kept = [replace(withdrawn, files=())]
            assert kept == list(tx.packages.published())
            assert kept == list(tx.packages.published({upload.package_id, uuid4()}))
            assert [] == list(tx.packages.published({uuid4()}))
            assert [] == list(tx.packages.published(set()))
            assert {upload.package_id: withdrawn.version} == tx.packages.published_versions()

    def test_only_what_was_shown_and_is_withdrawn_has_a_version_that_is_over(
        self, unit_of_work: Open
    ) -> None:
        stays, goes, never = (begun(number) for number in range(3))
        looked = [each.looked_into(FOUND, digest="a" * 64, at=NOON) for each in (stays, goes)]
        shown = [each.published(by="second", read="a" * 64, version=2, at=NOON) for each in looked]
        over = shown[1].withdrawn(by="third", expected=shown[1].version, at=NOON)
        proposed = never.looked_into(FOUND, digest="a" * 64, at=NOON)
        stopped = proposed.withdrawn(by="third", expected=proposed.version, at=NOON)
        with unit_of_work() as tx:
            for each in (stays, goes, never):
                tx.packages.add(each)
            for each in (*looked, proposed, *shown):
                tx.packages.save(each)
            assert frozenset() == tx.packages.withdrawn_versions()
            tx.packages.save(over)
            tx.packages.save(stopped)
            assert {(goes.course_id, 2)} == tx.packages.withdrawn_versions()

    def test_a_refusal_is_kept_with_its_part(self, unit_of_work: Open) -> None:
        upload = begun()
        bad = Found(refusal=PackageRefusal.LEADS_OUT, part="../x")
        refused = upload.looked_into(bad, digest="b" * 64, at=NOON)
        with unit_of_work() as tx:
            tx.packages.add(upload)
            tx.packages.save(refused)
            assert refused == tx.packages.get(upload.package_id)

    def test_what_is_not_there_is_not_found(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx, pytest.raises(PackageNotFound):
            tx.packages.get(uuid4())
        with unit_of_work() as tx, pytest.raises(PackageNotFound):
            tx.packages.hold(uuid4())

    def test_one_is_held_as_it_stands(self, unit_of_work: Open) -> None:
        upload = begun()
        with unit_of_work() as tx:
            tx.packages.add(upload)
        with unit_of_work() as tx:
            assert upload == tx.packages.hold(upload.package_id)
            tx.packages.save(upload.looked_into(FOUND, digest="a" * 64, at=NOON))

    def test_a_version_is_followed_by_the_next_alone(self, unit_of_work: Open) -> None:
        upload = begun()
        with unit_of_work() as tx:
            tx.packages.add(upload)
            with pytest.raises(StaleVersion):
                tx.packages.save(upload)

    def test_versions_of_a_course_are_counted(self, unit_of_work: Open) -> None:
        first, other = begun(), begun()
        with unit_of_work() as tx:
            assert 1 == tx.packages.next_version(first.course_id)
            assert not tx.packages.has_course(first.course_id)
            for each in (first, other):
                tx.packages.add(each)
            assert not tx.packages.has_course(first.course_id), "an upload is no version"
            made = first.looked_into(FOUND, digest="a" * 64, at=NOON)
            tx.packages.save(made)
            tx.packages.save(made.published(by="second", read="a" * 64, version=1, at=NOON))
            assert 2 == tx.packages.next_version(first.course_id)
            assert tx.packages.has_course(first.course_id)
            assert not tx.packages.has_course(other.course_id)

    def test_those_that_came_whole_are_paged_newest_first(self, unit_of_work: Open) -> None:
        uploads = [begun(minutes) for minutes in range(4)]
        with unit_of_work() as tx:
            for each in uploads:
                tx.packages.add(each)
            for each in uploads[:3]:
                tx.packages.save(each.looked_into(FOUND, digest="a" * 64, at=NOON))
            page = tx.packages.page(after=None, size=2)
            assert [uploads[2].package_id, uploads[1].package_id] == [
                each.package_id for each in page
            ]
            after = Place(page[1].uploaded_at, page[1].package_id)
            rest = tx.packages.page(after=after, size=2)
            assert [uploads[0].package_id] == [each.package_id for each in rest]

    def test_uploads_are_counted_by_person_and_given_up(self, unit_of_work: Open) -> None:
        old, new, others = begun(), begun(10), begun(0, "other")
        with unit_of_work() as tx:
            for each in (old, new, others):
                tx.packages.add(each)
            assert (2, 1) == (
                tx.packages.open_uploads("trainer"),
                tx.packages.open_uploads("other"),
            )
            given_up = tx.packages.given_up(NOON + timedelta(minutes=1), 10)
            assert {old.package_id, others.package_id} == set(given_up)
            assert 1 == len(tx.packages.given_up(NOON + timedelta(minutes=1), 1))
            every = {each.package_id for each in (old, new, others)}
            tx.packages.save(old.looked_into(FOUND, digest="a" * 64, at=NOON))
            assert every - {old.package_id} == set(tx.packages.waiting({*every, uuid4()}))
            assert [] == list(tx.packages.waiting(set()))
            tx.packages.delete(others.package_id)
            assert [] == list(tx.packages.given_up(NOON + timedelta(minutes=1), 10))

    def test_what_waits_for_the_scanner_is_found_oldest_first_and_keeps_its_pieces(
        self, unit_of_work: Open
    ) -> None:
        first, second, judged = begun(), begun(1), begun(2)
        later, sooner = NOON + timedelta(minutes=9), NOON + timedelta(minutes=3)
        with unit_of_work() as tx:
            for each in (first, second, judged):
                tx.packages.add(each)
            tx.packages.save(first.quarantined(digest="a" * 64, at=later))
            tx.packages.save(second.quarantined(digest="b" * 64, at=sooner))
            waits = judged.quarantined(digest="c" * 64, at=NOON)
            tx.packages.save(waits)
            tx.packages.save(waits.looked_into(FOUND, digest=waits.digest, at=NOON))
            oldest_first = [second.package_id, first.package_id]
            assert oldest_first == list(tx.packages.scan_due(later, 10))
            assert [second.package_id] == list(tx.packages.scan_due(later, 1))
            assert [second.package_id] == list(tx.packages.scan_due(sooner, 10)), "not due yet"
            assert 2 == tx.packages.unscanned()
            every = {each.package_id for each in (first, second, judged)}
            assert every - {judged.package_id} == set(tx.packages.waiting(every))
            assert 2 == tx.packages.open_uploads("trainer")
            assert [] == list(tx.packages.given_up(NOON + timedelta(days=9), 10))
            kept = tx.packages.get(first.package_id)
            assert (PackageState.QUARANTINED, "a" * 64) == (kept.state, kept.digest)
            listed = tx.packages.page(after=None, size=9)
            assert every == {each.package_id for each in listed}

    def test_a_scan_that_is_put_off_goes_behind_and_changes_nothing_else(
        self, unit_of_work: Open
    ) -> None:
        hard, next_one, judged = begun(), begun(), begun()
        soon, later = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
        with unit_of_work() as tx:
            for each in (hard, next_one, judged):
                tx.packages.add(each)
            tx.packages.save(hard.quarantined(digest="a" * 64, at=NOON))
            tx.packages.save(next_one.quarantined(digest="b" * 64, at=soon))
            tx.packages.save(judged.looked_into(FOUND, digest="c" * 64, at=NOON))
            before = tx.packages.get(hard.package_id)
            for each in (hard, judged):
                tx.packages.put_off_scan(each.package_id, later)
            tx.packages.put_off_scan(uuid4(), later)
            assert replace(before, scan_due_at=later) == tx.packages.get(hard.package_id)
            assert tx.packages.get(judged.package_id).scan_due_at is None
            due = [next_one.package_id, hard.package_id]
            assert due == list(tx.packages.scan_due(later, 10))
            assert due[:1] == list(tx.packages.scan_due(soon, 10))
            assert 2 == tx.packages.unscanned()

    def test_what_is_shown_waits_for_its_scan_until_it_is_scanned(self, unit_of_work: Open) -> None:
        upload, other = begun(), begun()
        made = upload.looked_into(FOUND, digest="a" * 64, at=NOON)
        # As the migration leaves what came before packages were scanned.
        waits = replace(made, scan_due_at=NOON)
        published = waits.published(by="second", read="a" * 64, version=1, at=NOON)
        with unit_of_work() as tx:
            for each in (upload, other):
                tx.packages.add(each)
            for each in (waits, published):
                tx.packages.save(each)
            assert [upload.package_id] == list(tx.packages.scan_due(NOON, 10))
            assert FILES == tuple(tx.packages.files_of(upload.package_id))
            assert () == tuple(tx.packages.files_of(other.package_id))
            tx.packages.scanned(upload.package_id)
            tx.packages.scanned(uuid4())
            scanned = replace(published, files=(), scan_due_at=None)
            assert scanned == tx.packages.get(upload.package_id)
            assert ([], 0) == (list(tx.packages.scan_due(NOON, 10)), tx.packages.unscanned())
            stopped = scanned.found_harmful("index.html", at=NOON)
            tx.packages.save(stopped)
            assert stopped == tx.packages.get(upload.package_id)
            assert 1 == tx.packages.unscanned(), "its bytes are still to be deleted"

    def test_a_person_is_replaced_by_a_pseudonym(self, unit_of_work: Open) -> None:
        mine, touched, others = begun(), begun(1, "other"), begun(2, "other")
        made = touched.looked_into(FOUND, digest="a" * 64, at=NOON)
        withdrawn = made.withdrawn(by="trainer", expected=made.version, at=NOON)
        with unit_of_work() as tx:
            for each in (mine, touched, others):
                tx.packages.add(each)
            tx.packages.save(made)
            tx.packages.save(withdrawn)
            found = tx.packages.touched_by("trainer")
            assert [mine.package_id, touched.package_id] == [each.package_id for each in found]
            assert 2 == tx.packages.rename("trainer", "nobody")
            assert [] == list(tx.packages.touched_by("trainer"))
            kept = tx.packages.get(touched.package_id)
            assert ("other", "nobody") == (kept.uploaded_by, kept.withdrawn_by)
            assert PackageState.WITHDRAWN is kept.state
            assert 0 == tx.packages.rename("trainer", "nobody")
