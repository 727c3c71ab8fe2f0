"""Packages judged by the real clamd, on the real record, a real folder and bounded looks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis.clamd import Clamd
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from chassis.storage.folder import FolderStorage
from kernel.ports import RandomIds, SystemClock
from services.training.bootstrap_packages import packages_judging, packages_scan
from services.training.domain.course import Catalogue
from services.training.domain.package import (
    PIECE_BYTES,
    TRY_AGAIN,
    Package,
    PackageRefusal,
    PackageState,
)
from services.training.outbound.postgres.unit_of_work import unit_of_work
from services.training.usecases.begin_package import BeginPackage
from services.training.usecases.finish_package import FinishPackage
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.put_package_piece import PutPackagePiece
from services.training.usecases.scan_packages import ScanPackages
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.ports import free_port
from tests.fakes import attached_files
from tests.fakes.training import TRAINER, course, key
from tests.fakes.training_packages import package_zip, sha256

CLOCK, IDS = SystemClock(), RandomIds()


class Later(SystemClock):
    """When what was put off is due again."""

    def now(self) -> datetime:
        return super().now() + TRY_AGAIN


INFECTED = package_zip(**{"media/a.js": attached_files.EICAR.encode()})
Brings = Callable[[bytes, Clamd], Package]


@pytest.fixture(scope="module")
def clamd():
    """The daemon."""
    with (
        throw_away_folder("isp-clamd-") as folder,
        Harness(folder, servers=frozenset({"scanner"})) as harness,
    ):
        if harness.platform.servers.scanner is None:
            pytest.skip("clamd is not here: apt-get install clamav-daemon")
        yield Clamd(host="127.0.0.1", port=harness.port("scanner"))


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("training").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def record(engine) -> UnitOfWork:
    return unit_of_work(engine, clock=CLOCK, ids=IDS, pseudonyms=Pseudonyms(b"k"))


@pytest.fixture
def storage(tmp_path) -> FolderStorage:
    return FolderStorage(tmp_path / "packages")


@pytest.fixture
def brings(record, storage) -> Brings:
    """Brings a package as `serve` does, with that scanner."""

    def brings(body: bytes, scanner: Clamd) -> Package:
        begin = BeginPackage(
            unit_of_work=record, catalogue=Catalogue([course()]), clock=CLOCK, ids=IDS
        )
        asked = key(value=str(uuid4()))
        upload = begin(TRAINER, name="a.zip", size=len(body), course_id=None, key=asked)
        put = PutPackagePiece(unit_of_work=record, storage=storage)
        for number in range(upload.pieces):
            piece = body[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
            put(TRAINER, package_id=upload.package_id, number=number, body=piece)
        finish = FinishPackage(
            unit_of_work=record,
            clock=CLOCK,
            judging=packages_judging(storage, scanner),
            outcome=lambda _: None,
        )
        return finish(TRAINER, package_id=upload.package_id, digest=sha256(body))

    return brings


@pytest.fixture
def scan(record, storage, clamd) -> ScanPackages:
    return packages_scan(record, storage, clamd, CLOCK)


@pytest.fixture
def away(clamd) -> Clamd:
    return replace(clamd, port=free_port())


def stands(record: UnitOfWork, package: Package) -> Package:
    with record() as tx:
        return tx.packages.get(package.package_id)


def test_a_virus_in_a_member_is_refused_and_no_byte_stays(brings, storage, clamd) -> None:
    made = brings(INFECTED, clamd)
    assert (PackageState.REFUSED, PackageRefusal.INFECTED) == (made.state, made.refusal)
    assert [] == list(storage.keys(""))


def test_a_good_one_is_proposed_at_once(brings, storage, clamd) -> None:
    made = brings(package_zip(), clamd)
    assert PackageState.PROPOSED is made.state
    begins = f"packages/{made.package_id}/"
    assert all(each.startswith(begins) for each in storage.keys(""))
    assert len(made.files) == len(list(storage.keys(begins)))


def test_what_was_shown_before_any_was_scanned_is_scanned_once(
    brings, record, storage, scan, clamd, monkeypatch
) -> None:
    with monkeypatch.context() as unscanned:
        unscanned.setattr(Clamd, "finding", lambda *_: None)
        good, bad = brings(package_zip(), clamd), brings(INFECTED, clamd)
    assert {PackageState.PROPOSED} == {good.state, bad.state}
    mine = [good.package_id, bad.package_id]
    due = text("UPDATE packages SET scan_due_at = clock_timestamp() WHERE package_id = ANY(:mine)")
    with record() as tx:
        tx.packages.connection.execute(due, {"mine": mine})
    assert 2 == scan()
    found = stands(record, bad)
    assert (PackageState.WITHDRAWN, PackageRefusal.INFECTED) == (found.state, found.refusal)
    assert "media/a.js" == found.refused_part
    assert replace(good, files=()) == stands(record, good)
    assert len(good.files) == len(list(storage.keys("")))
    assert 0 == scan()


def test_while_clamd_is_away_all_wait_and_then_each_is_judged(
    brings, record, storage, scan, away
) -> None:
    good, bad = brings(package_zip(), away), brings(INFECTED, away)
    assert {PackageState.QUARANTINED} == {good.state, bad.state}
    assert [] == list(storage.keys("packages/"))
    packages_scan(record, storage, away, CLOCK)()
    assert {PackageState.QUARANTINED} == {stands(record, good).state, stands(record, bad).state}
    assert 0 == scan(), "they are not due yet"
    assert 2 == replace(scan, clock=Later())()
    assert PackageState.PROPOSED is stands(record, good).state
    assert PackageRefusal.INFECTED is stands(record, bad).refusal
    assert {str(good.package_id)} == {each.split("/")[1] for each in storage.keys("")}
