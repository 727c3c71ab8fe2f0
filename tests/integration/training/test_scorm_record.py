"""On PostgreSQL a SCO's reports come to the record that units of cmi5 come to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete

from chassis.errors import Refusal
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds
from services.training.bootstrap_scorm import scorm_app
from services.training.domain.cmi5_course import MoveOn
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import StatementRefused
from services.training.domain.scorm_run import RunTime
from services.training.inbound.scorm_http import ScormApp
from services.training.outbound.postgres.tables import ENROLMENTS
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.packaged_courses import MASTERY, structure, unit
from tests.fakes.training import enrolment
from tests.fakes.unit_runtime import Runtime

AT_ONCE = 6
SCO = unit(1, MoveOn.PASSED, publisher_id="urn:scorm:ITEM-1", mastery_score=MASTERY)
PASSED = {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90"}
LEFT = {
    "cmi.core.lesson_status": "incomplete",
    "cmi.core.lesson_location": "p7",
    "cmi.suspend_data": "x" * 4_000,
}


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("training").app_url, process="test", pool=AT_ONCE)
    yield engine
    engine.dispose()


@pytest.fixture
def runtime(engine: Engine) -> Runtime:
    with engine.begin() as connection:
        connection.execute(delete(ENROLMENTS))
    runtime = Runtime(course=structure(SCO))
    runtime.unit_of_work = open_unit_of_work(  # type: ignore[assignment]
        engine, clock=runtime.clock, ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )
    return runtime


@pytest.fixture
def of(runtime: Runtime) -> UUID:
    begun = enrolment()
    with runtime.unit_of_work() as tx:
        tx.enrolments.add(begun)
    return begun.enrolment_id


@pytest.fixture
def app(runtime: Runtime) -> ScormApp:
    return scorm_app(
        work := runtime.unit_of_work, work, runtime.move_on, runtime.clock, RandomIds()
    )


def begun(runtime: Runtime, app: ScormApp, of: UUID) -> tuple[str, dict[str, str]]:
    token = runtime.fetch(runtime.launch(of))
    return token, dict(app.begin(token=token, run_time=RunTime.OLD).elements)


def commit(app: ScormApp, token: str, elements: dict[str, str], *, finished: bool = False) -> None:
    app.commit(token=token, run_time=RunTime.OLD, elements=elements, finished=finished)


def test_a_killed_session_goes_on_and_its_pass_completes_the_enrolment(
    runtime: Runtime, app: ScormApp, of: UUID
) -> None:
    token, _ = begun(runtime, app, of)
    commit(app, token, LEFT)
    again, found = begun(runtime, app, of)
    assert ("resume", "p7", "x" * 4_000) == tuple(
        found[each] for each in ("cmi.core.entry", "cmi.core.lesson_location", "cmi.suspend_data")
    )
    commit(app, again, PASSED, finished=True)
    with runtime.unit_of_work() as tx:
        assert EnrolmentStatus.COMPLETED is tx.enrolments.get(of).status
        kept = tx.statements.everything(of)
    assert 9 == len(kept)  # launched twice, initialized twice, abandoned, and the four of the end


def test_a_forged_pass_is_counted_and_leaves_nothing(
    runtime: Runtime, app: ScormApp, of: UUID
) -> None:
    token, _ = begun(runtime, app, of)
    for raw, rule in (("79", "PASSED_BELOW_MASTERY"), ("101", "SCORE_OUT_OF_RANGE")):
        with pytest.raises(StatementRefused) as refused:
            commit(app, token, PASSED | {"cmi.core.score.raw": raw})
        assert rule == refused.value.rule
    with runtime.unit_of_work() as tx:
        assert EnrolmentStatus.OPEN is tx.enrolments.get(of).status
        counted = {rule: times for _, rule, times in tx.launches.refusals(of)}
    assert {"PASSED_BELOW_MASTERY": 1, "SCORE_OUT_OF_RANGE": 1} == counted


def test_what_is_committed_at_once_is_said_once(runtime: Runtime, app: ScormApp, of: UUID) -> None:
    token, _ = begun(runtime, app, of)

    def one(_: int) -> bool:
        try:
            commit(app, token, PASSED)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        assert any(threads.map(one, range(AT_ONCE)))
    with runtime.unit_of_work() as tx:
        kept = [each.document for each in tx.statements.everything(of)]
    assert 1 == sum(b"verbs/passed" in each for each in kept)
    assert 1 == sum(b"verbs/completed" in each for each in kept)
