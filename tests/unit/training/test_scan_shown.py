"""What becomes of a package that is shown since before packages were scanned."""

from dataclasses import replace

import pytest

from chassis.errors import ScannerUnavailable
from services.training.domain.package import (
    TRY_AGAIN,
    PackageRefusal,
    PackageState,
)
from services.training.domain.package_errors import IllegalPackageMove, PackageNotFound
from tests.fakes.package_desk import SECOND
from tests.fakes.training import LEARNER, TRAINER
from tests.fakes.training_packages import package_zip

HARMFUL = package_zip(**{"media/a.js": b"harmful"})


@pytest.fixture
def unscanned(desk, stores):
    """Shows a package that nobody scanned, published or not, as the migration leaves it."""

    def unscanned(body: bytes, *, published: bool = True, course_id=None):
        known, desk.scanner.harmful = desk.scanner.harmful, b"nothing is known yet"
        made = (desk.published if published else desk.brought)(body, course_id)
        desk.scanner.harmful = known
        desk.scanner.asked = 0
        desk.outcomes.clear()
        kept = stores.packages.kept
        kept[made.package_id] = replace(
            kept[made.package_id], files=(), scan_due_at=desk.clock.now()
        )
        return kept[made.package_id]

    return unscanned


def stands(stores, package):
    return stores.packages.get(package.package_id)


def keys(desk, package) -> list[str]:
    return [each for each in desk.storage.kept if str(package.package_id) in each]


def test_a_clean_one_is_scanned_once_whole_and_stays_as_it_is(desk, stores, unscanned) -> None:
    made = unscanned(package_zip())
    before = keys(desk, made)
    assert 1 == desk.scan()
    assert len(before) == desk.scanner.asked
    assert replace(made, scan_due_at=None) == stands(stores, made)
    assert before == keys(desk, made)
    assert ["CLEAN"] == desk.outcomes
    desk.clock.pass_(days=1)
    assert (0, 0) == (desk.scan(), stores.packages.unscanned())
    assert len(before) == desk.scanner.asked


@pytest.mark.parametrize("published", [True, False])
def test_what_is_infected_is_stopped_on_record_and_no_byte_stays(
    desk, stores, unscanned, published
) -> None:
    made = unscanned(HARMFUL, published=published)
    other = unscanned(package_zip())
    used = len(stores.outbox.events)
    desk.scan()
    found = stands(stores, made)
    assert (PackageState.WITHDRAWN, PackageRefusal.INFECTED) == (found.state, found.refusal)
    assert ("media/a.js", None, made.version + 1) == (
        found.refused_part,
        found.withdrawn_by,
        found.version,
    )
    assert found.scan_due_at is None
    assert [] == keys(desk, made)
    assert [] != keys(desk, other)
    (row,) = [each for each in stores.audit.rows if each[1] == "training:withdraw-package"]
    assert {"why": "INFECTED", "part": "media/a.js", "found": "Test.Harmful"} == row[-1]
    assert "WITHDRAWN" == stores.outbox.events[used].detail
    assert ["CLEAN", "INFECTED"] == sorted(desk.outcomes)


def test_it_is_neither_offered_nor_shown_any_more_and_an_earlier_version_is(
    desk, unscanned
) -> None:
    first = unscanned(package_zip())
    second = unscanned(HARMFUL, course_id=first.course_id)
    url, _ = desk.preview(TRAINER, package_id=second.package_id, unit=0)
    desk.scan()
    assert first.course_version == desk.catalogue.newest(LEARNER, first.course_id).version
    with pytest.raises(PackageNotFound):
        desk.read(package_id=second.package_id, token=url.split("/")[3], path="index.html")
    with pytest.raises(IllegalPackageMove):
        desk.preview(TRAINER, package_id=second.package_id, unit=0)


def test_a_proposal_that_is_published_before_it_is_scanned_is_scanned_all_the_same(
    desk, stores, unscanned
) -> None:
    made = unscanned(HARMFUL, published=False)
    desk.publish(SECOND, package_id=made.package_id, read_digest=made.digest)
    desk.scan()
    assert PackageState.WITHDRAWN is stands(stores, made).state


@pytest.mark.parametrize("away", ["scanner", "storage"])
def test_while_that_is_away_it_stays_as_it_is_and_is_scanned_later(
    desk, stores, unscanned, away
) -> None:
    made = unscanned(HARMFUL)
    gone = getattr(desk, away)
    gone.away = True
    assert 0 == desk.scan()
    assert ["PUT_OFF"] == desk.outcomes
    assert (PackageState.PUBLISHED, 1) == (stands(stores, made).state, stores.packages.unscanned())
    gone.away = False
    desk.clock.pass_(seconds=TRY_AGAIN.total_seconds())
    assert 1 == desk.scan()
    assert PackageState.WITHDRAWN is stands(stores, made).state


def test_bytes_that_could_not_be_deleted_are_deleted_later(
    desk, stores, unscanned, monkeypatch
) -> None:
    made = unscanned(HARMFUL)
    deleted = desk.storage.delete

    def goes_away(key: str) -> None:
        desk.storage.away = True
        deleted(key)

    monkeypatch.setattr(desk.storage, "delete", goes_away)
    assert 0 == desk.scan()
    assert PackageState.WITHDRAWN is stands(stores, made).state
    assert [] != keys(desk, made)
    monkeypatch.undo()
    desk.storage.away = False
    desk.clock.pass_(seconds=TRY_AGAIN.total_seconds())
    assert 1 == desk.scan()
    assert [] == keys(desk, made)
    assert ["INFECTED", "PUT_OFF"] == desk.outcomes
    assert 0 == stores.packages.unscanned()


def test_one_that_somebody_stopped_meanwhile_is_theirs(desk, stores, unscanned) -> None:
    made = unscanned(HARMFUL)
    asked, bytes_of_it = desk.scanner.finding, keys(desk, made)

    def meanwhile(file):
        if stands(stores, made).state is PackageState.PUBLISHED:
            which = {"package_id": made.package_id, "expected_version": made.version}
            desk.withdraw(TRAINER, **which, why="No.")
        return asked(file)

    desk.scanner.finding = meanwhile
    desk.scan()
    found = stands(stores, made)
    assert (None, TRAINER.person) == (found.refusal, found.withdrawn_by)
    assert found.scan_due_at is None
    assert bytes_of_it == keys(desk, made), "as of whatever a person stops"
    assert ([], []) == (desk.outcomes, desk.measures.faults)


def test_a_file_that_is_lost_holds_up_nothing(desk, stores, unscanned) -> None:
    made = unscanned(HARMFUL)
    desk.storage.kept.pop(keys(desk, made)[0])
    desk.scan()
    assert PackageState.WITHDRAWN is stands(stores, made).state


def test_one_whose_file_the_scanner_gives_up_on_stays_and_waits(desk, stores, unscanned) -> None:
    made, other = unscanned(package_zip(**{"media/b.js": b"hard"})), unscanned(HARMFUL)
    asked = desk.scanner.finding

    def gives_up(file):
        if file.read() == b"hard":
            raise ScannerUnavailable("clamd: INSTREAM size limit exceeded. ERROR")
        file.seek(0)
        return asked(file)

    desk.scanner.finding = gives_up
    desk.scan()
    assert PackageState.PUBLISHED is stands(stores, made).state
    assert PackageState.WITHDRAWN is stands(stores, other).state
    assert 1 == stores.packages.unscanned()
