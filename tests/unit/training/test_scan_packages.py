"""What becomes of a package that waited for the scanner."""

from random import Random

import pytest

from chassis.errors import ScannerUnavailable, Unavailable
from services.training.domain.package import (
    LOOK_LASTS,
    PIECE_BYTES,
    TRY_AGAIN,
    PackageRefusal,
    PackageState,
)
from services.training.usecases import scan_packages
from tests.fakes.package_desk import SECOND
from tests.fakes.training import TRAINER
from tests.fakes.training_packages import package_zip


@pytest.fixture
def waits(desk):
    """Brings a package while the scanner is away."""

    def waits(body: bytes):
        desk.scanner.away = True
        made = desk.brought(body)
        desk.scanner.away = False
        desk.outcomes.clear()
        return made

    return waits


def test_when_the_scanner_is_back_it_is_proposed_and_may_be_published(desk, stores, waits) -> None:
    body = package_zip(**{"media/long.bin": Random(1).randbytes(PIECE_BYTES + 5)})
    made = waits(body)
    assert 1 == desk.scan()
    found = stores.packages.get(made.package_id)
    assert (PackageState.PROPOSED, made.digest) == (found.state, found.digest)
    assert found.structure is not None
    assert ["PROPOSED"] == desk.outcomes
    assert all(each.startswith("packages/") for each in desk.storage.kept)
    assert "training:propose-package" == stores.audit.rows[-1][1]
    desk.publish(SECOND, package_id=made.package_id, read_digest=made.digest)
    assert 0 == desk.scan()


def test_what_is_infected_is_refused_then(desk, stores, waits) -> None:
    made = waits(package_zip(**{"media/a.js": b"harmful"}))
    desk.scan()
    found = stores.packages.get(made.package_id)
    assert (PackageState.REFUSED, PackageRefusal.INFECTED) == (found.state, found.refusal)
    assert {} == desk.storage.kept
    assert "Test.Harmful" == stores.audit.rows[-1][-1]["found"]
    assert ["INFECTED"] == desk.outcomes


@pytest.mark.parametrize("away", ["scanner", "storage"])
def test_it_waits_on_while_that_is_away_and_nobody_clears_its_pieces(
    desk, stores, waits, away
) -> None:
    made = waits(package_zip())
    gone = getattr(desk, away)
    gone.away = True
    assert 0 == desk.scan()
    assert ["PUT_OFF"] == desk.outcomes
    assert PackageState.QUARANTINED is stores.packages.get(made.package_id).state
    gone.away = False
    desk.clock.pass_(days=30)
    desk.clear()
    assert 1 == desk.scan()
    assert PackageState.PROPOSED is stores.packages.get(made.package_id).state


HARD = package_zip(**{"media/hard.bin": b"hard"})
GOOD = package_zip()


@pytest.fixture
def ends_at_hard(desk):
    """Makes the scanner end with an error at packages that are hard."""

    def ends(error: BaseException) -> None:
        asked = desk.scanner.finding

        def finding(file):
            if file.seek(0, 2) == len(HARD):
                raise error
            file.seek(0)
            return asked(file)

        desk.scanner.finding = finding

    assert len(GOOD) != len(HARD)
    return ends


def state(stores, package) -> PackageState:
    return stores.packages.get(package.package_id).state


def test_one_that_the_scanner_gives_up_on_holds_up_none_behind_it(
    desk, stores, waits, ends_at_hard
) -> None:
    hard = waits(HARD)
    desk.clock.pass_(minutes=1)
    good = waits(GOOD)
    ends_at_hard(ScannerUnavailable("clamd: ERROR"))
    assert 1 == desk.scan()
    assert PackageState.QUARANTINED is state(stores, hard)
    assert PackageState.PROPOSED is state(stores, good)
    assert ["PUT_OFF", "PROPOSED"] == desk.outcomes


def test_as_many_as_a_pass_takes_starve_none_behind_them(
    desk, stores, waits, ends_at_hard, monkeypatch
) -> None:
    monkeypatch.setattr(scan_packages, "AT_ONCE", 2)
    hard = [waits(HARD) for _ in range(2)]
    desk.clock.pass_(minutes=1)
    good = waits(GOOD)
    ends_at_hard(ScannerUnavailable("clamd: ERROR"))
    assert 0 == desk.scan()
    assert PackageState.QUARANTINED is state(stores, good)
    desk.clock.pass_(seconds=TRY_AGAIN.total_seconds())
    assert 1 == desk.scan()
    assert PackageState.PROPOSED is state(stores, good)
    assert {PackageState.QUARANTINED} == {state(stores, each) for each in hard}


def test_one_that_fails_by_a_fault_of_ours_ends_no_pass_and_is_tried_again_later(
    desk, stores, waits, ends_at_hard
) -> None:
    hard = waits(HARD)
    desk.clock.pass_(minutes=1)
    good = waits(GOOD)
    ends_at_hard(RuntimeError("a fault"))
    assert 1 == desk.scan()
    assert PackageState.PROPOSED is state(stores, good)
    assert [(hard.package_id, "RuntimeError")] == desk.measures.faults
    desk.clock.pass_(seconds=LOOK_LASTS.total_seconds() - 1)
    assert 0 == desk.scan()
    assert 1 == len(desk.measures.faults), "it is not due yet"
    desk.clock.pass_(seconds=1)
    desk.scan()
    assert 2 == len(desk.measures.faults)


def test_one_that_ends_the_process_goes_behind_the_others(
    desk, stores, waits, ends_at_hard, monkeypatch
) -> None:
    monkeypatch.setattr(scan_packages, "AT_ONCE", 1)
    waits(HARD)
    desk.clock.pass_(minutes=1)
    good = waits(GOOD)
    ends_at_hard(SystemExit(1))
    with pytest.raises(SystemExit):
        desk.scan()
    assert 1 == desk.scan()
    assert PackageState.PROPOSED is state(stores, good)


def test_when_the_record_is_away_the_pass_ends(desk, waits, stores, monkeypatch) -> None:
    def away(_: object) -> None:
        raise Unavailable("away")

    waits(GOOD)
    monkeypatch.setattr(stores.packages, "save", away)
    with pytest.raises(Unavailable):
        desk.scan()
    assert [] == desk.measures.faults


def test_what_one_process_judges_another_leaves_alone(desk, waits) -> None:
    waits(GOOD)
    asked, others = desk.scanner.finding, []

    def meanwhile(file):
        others.append(desk.scan())
        return asked(file)

    desk.scanner.finding = meanwhile
    assert 1 == desk.scan()
    assert [0] == others


def test_what_another_process_put_off_meanwhile_is_left_alone(
    desk, stores, waits, ends_at_hard
) -> None:
    waits(GOOD)
    desk.clock.pass_(minutes=1)
    hard = waits(HARD)
    ends_at_hard(ScannerUnavailable("clamd: ERROR"))
    asked = desk.scanner.finding

    def meanwhile(file):
        desk.scanner.finding = asked
        desk.scan()
        return asked(file)

    desk.scanner.finding = meanwhile
    assert 1 == desk.scan()
    assert PackageState.QUARANTINED is state(stores, hard)
    assert ["PUT_OFF", "PROPOSED"] == desk.outcomes


def test_one_that_is_put_off_may_be_withdrawn_as_it_was_read(desk, stores, waits) -> None:
    made = waits(GOOD)
    desk.scanner.away = True
    desk.scan()
    desk.withdraw(TRAINER, package_id=made.package_id, expected_version=made.version, why="No.")
    desk.scanner.away = False
    desk.clock.pass_(days=1)
    assert 0 == desk.scan()
    assert PackageState.WITHDRAWN is state(stores, made)


def test_what_was_withdrawn_while_it_was_scanned_keeps_no_file(desk, stores, waits) -> None:
    made = waits(package_zip())
    asked = desk.scanner.finding

    def meanwhile(file):
        desk.withdraw(TRAINER, package_id=made.package_id, expected_version=made.version, why="No.")
        return asked(file)

    desk.scanner.finding = meanwhile
    desk.scan()
    assert PackageState.WITHDRAWN is stores.packages.get(made.package_id).state
    assert {} == desk.storage.kept
    assert [] == desk.outcomes


def test_a_piece_that_is_lost_refuses(desk, stores, waits) -> None:
    made = waits(package_zip())
    desk.storage.kept.clear()
    desk.scan()
    assert PackageRefusal.DIGEST_DIFFERS is stores.packages.get(made.package_id).refusal
