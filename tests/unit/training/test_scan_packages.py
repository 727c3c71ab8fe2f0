"""What becomes of a package that waited for the scanner."""

from random import Random

import pytest

from chassis.errors import ScannerUnavailable
from services.training.domain.package import PIECE_BYTES, PackageRefusal, PackageState
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


def test_one_that_the_scanner_gives_up_on_holds_up_none_behind_it(desk, stores, waits) -> None:
    hard = waits(package_zip(**{"media/hard.bin": b"hard"}))
    desk.clock.pass_(minutes=1)
    good = waits(package_zip())
    asked, hard_bytes = desk.scanner.finding, hard.size

    def gives_up(file):
        if file.seek(0, 2) == hard_bytes:
            raise ScannerUnavailable("clamd: ERROR")
        file.seek(0)
        return asked(file)

    assert good.size != hard_bytes
    desk.scanner.finding = gives_up
    assert 1 == desk.scan()
    assert PackageState.QUARANTINED is stores.packages.get(hard.package_id).state
    assert PackageState.PROPOSED is stores.packages.get(good.package_id).state
    assert ["PUT_OFF", "PROPOSED"] == desk.outcomes


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
