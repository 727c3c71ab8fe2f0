"""The real process serves what the real record and the real folder hold, each package apart."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from chassis.configuration import Settings
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from chassis.storage.folder import FolderStorage
from kernel.ports import RandomIds, SystemClock
from services.training.bootstrap_packages import packages_judging, packages_servicer
from services.training.domain.course import Catalogue
from services.training.domain.package import Package
from services.training.inbound.packages_rpc import PackagesServicer
from services.training.outbound.postgres.unit_of_work import unit_of_work
from stack.alone import Alone
from stack.services import command
from tests.fakes.package_desk import SECOND
from tests.fakes.scanner import MemoryScanner
from tests.fakes.training import TRAINER, course, key
from tests.fakes.training_packages import PAGE, package_zip, sha256


@dataclass
class Desk:
    """The use cases of serve on the real stores, and the process that serves."""

    port: int
    rpcs: PackagesServicer

    def brought(self) -> Package:
        body = package_zip()
        upload = self.rpcs.begin_package(
            TRAINER, name="a.zip", size=len(body), course_id=None, key=key(value=str(uuid4()))
        )
        self.rpcs.put_package_piece(TRAINER, package_id=upload.package_id, number=0, body=body)
        return self.rpcs.finish_package(TRAINER, package_id=upload.package_id, digest=sha256(body))

    def ask(self, url: str, **headers: str) -> tuple[int, bytes, Any]:
        host, _, path = url.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", f"/{path}", headers={"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers


@pytest.fixture(scope="module")
def desk(servers, new_database, tmp_path_factory) -> Iterator[Desk]:
    alone = Alone(servers, {"ISP_DRAIN_SECONDS": "1"})
    database, folder = new_database("training"), Path(tmp_path_factory.mktemp("packages"))
    told = alone.environment("training-packages") | {
        "TRAINING_DATABASE_URL": database.app_url,
        "TRAINING_STORAGE_URL": folder.as_uri(),
    }
    engine = open_engine(database.app_url, process="test")
    work = unit_of_work(engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"))
    judging = packages_judging(FolderStorage(folder), MemoryScanner())
    rpcs = packages_servicer(Settings(told), work, work, Catalogue([course()]), judging)
    alone.launch("training-packages", command("training", "packages"), told)
    alone.wait_ready("training-packages", alone.harness.port("training-packages-metrics"))
    yield Desk(alone.harness.port("training-packages"), rpcs)
    alone.stop_all()
    engine.dispose()


def test_a_unit_is_read_on_its_own_origin_until_it_is_withdrawn(desk: Desk) -> None:
    made, other = desk.brought(), desk.brought()
    url, _ = desk.rpcs.preview_package(SECOND, package_id=made.package_id, unit=0)
    status, body, said = desk.ask(url)
    assert (200, PAGE) == (status, body)
    assert "connect-src 'self'" in said["Content-Security-Policy"]
    assert said["Set-Cookie"] is None
    film = url.replace("index.html?unit=1", "media/film.mp4")
    status, body, said = desk.ask(film, Range="bytes=256-259")
    assert (206, bytes(range(4)), "bytes 256-259/10240") == (status, body, said["Content-Range"])
    assert 404 == desk.ask(url.replace(str(made.package_id), str(other.package_id)))[0]
    assert 404 == desk.ask(url.replace(f"{made.package_id}.", ""))[0]
    for way in ("../index.html", "%2e%2e/index.html", "/etc/passwd", "media/../../cmi5.xml"):
        assert 404 == desk.ask(url.replace("index.html?unit=1", way))[0], way
    desk.rpcs.withdraw_package(
        TRAINER, package_id=made.package_id, expected_version=made.version, why="Over."
    )
    assert 404 == desk.ask(url)[0]
