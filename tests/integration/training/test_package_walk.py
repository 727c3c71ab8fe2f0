"""A package is imported, published, launched and gone through at the process that serves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete
from werkzeug.test import Client, TestResponse

from chassis.configuration import Settings
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from chassis.storage.folder import FolderStorage
from kernel.idempotency import RequestKey
from kernel.ports import RandomIds, SystemClock
from services.training.bootstrap_packages import imported_packages, packages_app
from services.training.bootstrap_records import launches_servicer, move_on
from services.training.domain.cmi5_session import Verb
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import UnitNotFound
from services.training.domain.package import Package
from services.training.outbound.postgres.package_tables import PACKAGES
from services.training.outbound.postgres.tables import ENROLMENTS
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.training.usecases.launch_unit import LaunchUnit
from tests.fakes.package_desk import SECOND, Desk
from tests.fakes.packaged_courses import said
from tests.fakes.training import ENVIRONMENT, LEARNER, key
from tests.fakes.training_packages import PAGE, manifest, package_zip

SITE = "https://isp.example"
VERSION = {"X-Experience-API-Version": "1.0.3"}


@dataclass
class Walk:
    """Everything of training on one database and one folder."""

    desk: Desk
    launch: LaunchUnit
    served: Any

    def published(self) -> Package:
        """A package of two units, of which each is satisfied when it was completed."""
        asks = manifest("index.html?unit=1", "media/two.html#top")
        asks = asks.replace(b"<au ", b'<au moveOn="Completed" ')
        return self.desk.published(package_zip(**{"cmi5.xml": asks}))

    def ask(self, method: str, url: str, token: str = "", **more: Any) -> TestResponse:
        parts = urlsplit(url)
        headers = VERSION | ({"Authorization": f"Basic {token}"} if token else {})
        return Client(self.served).open(
            parts.path,
            base_url=f"{parts.scheme}://{parts.netloc}",
            query_string=parts.query,
            method=method,
            headers=headers,
            **more,
        )


@pytest.fixture(scope="module")
def database(new_database) -> Any:
    return new_database("training")


@pytest.fixture
def engine(database: Any) -> Iterator[Engine]:
    engine = open_engine(database.app_url, process="test", pool=4)
    with engine.begin() as connection:
        connection.execute(delete(ENROLMENTS))
        connection.execute(delete(PACKAGES))
    yield engine
    engine.dispose()


@pytest.fixture
def walk(engine: Engine, database: Any, tmp_path: Path) -> Walk:
    settings = Settings(
        ENVIRONMENT
        | {"TRAINING_DATABASE_URL": database.app_url, "TRAINING_STORAGE_URL": tmp_path.as_uri()}
    )
    pseudonyms = Pseudonyms(b"k")
    work: Any = open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=pseudonyms
    )
    desk = Desk(work, SystemClock(), FolderStorage(tmp_path))  # type: ignore[arg-type] # the real ones
    moving = move_on(imported_packages(settings, desk.catalogue), pseudonyms, SITE)
    launch = launches_servicer(work, work, desk.catalogue, moving).launch_unit
    served = packages_app(settings).app
    return Walk(desk=desk, launch=launch, served=served)


def test_a_package_is_gone_through_to_its_end_on_its_own_origin(walk: Walk) -> None:
    package = walk.published()
    enrolled = walk.desk.enrol(LEARNER, course_id=package.course_id, key=a_key()).enrolment
    for number in (1, 2):
        opening = walk.launch(LEARNER, enrolment_id=enrolled.enrolment_id, number=number, mode=None)
        assert urlsplit(opening.url).netloc.startswith(str(package.package_id))
        assert PAGE == walk.ask("GET", opening.url).data
        told = {each: one for each, (one,) in parse_qs(urlsplit(opening.url).query).items()}
        token = walk.ask("POST", told["fetch"]).get_json()["auth-token"]
        assert "1" == walk.ask("POST", told["fetch"]).get_json()["error-code"]
        asked = {"stateId": "LMS.LaunchData", "agent": told["actor"]}
        asked |= {each: told[each] for each in ("activityId", "registration")}
        state = f"{told['endpoint']}activities/state?{urlencode(asked)}"
        assert "Completed" == walk.ask("GET", state, token).get_json()["moveOn"]
        with walk.desk.unit_of_work() as tx:
            launched = tx.launches.session(opening.session_id)
        say = [said(each, launched, after) for after, each in enumerate(_VERBS, start=1)]
        sent = walk.ask("POST", f"{told['endpoint']}statements", token, json=say)
        assert (200, [each["id"] for each in say]) == (sent.status_code, sent.get_json())
    with walk.desk.unit_of_work() as tx:
        assert EnrolmentStatus.COMPLETED is tx.enrolments.get(enrolled.enrolment_id).status
        kept = tx.statements.everything(enrolled.enrolment_id)
    assert 9 == len(kept)


def a_key() -> RequestKey:
    """A key that no other test has used."""
    return key(value=str(uuid4()))


_VERBS = (Verb.INITIALIZED, Verb.COMPLETED, Verb.TERMINATED)


def test_what_was_withdrawn_opens_no_unit_more(walk: Walk) -> None:
    package = walk.published()
    enrolled = walk.desk.enrol(LEARNER, course_id=package.course_id, key=a_key()).enrolment
    walk.desk.withdraw(
        SECOND,
        package_id=package.package_id,
        expected_version=package.version,
        why="Outdated.",
    )
    with pytest.raises(UnitNotFound):
        walk.launch(LEARNER, enrolment_id=enrolled.enrolment_id, number=1, mode=None)
    with walk.desk.unit_of_work() as tx:
        assert tx.launches.registration(enrolled.enrolment_id) is None
