"""Launched units on PostgreSQL: whoever comes at once, the record stays whole."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection
from sqlalchemy import Engine, delete, func, select

from chassis.errors import Refusal
from chassis.postgres.engine import open_engine, open_reader
from chassis.postgres.tables import OUTBOX
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.training.domain.cmi5_session import Verb
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.xapi import Statement
from services.training.outbound.postgres.records_tables import STATEMENTS
from services.training.outbound.postgres.tables import ENROLMENTS
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.training.usecases.hear_together import Hearing, HearTogether, Word
from services.training.usecases.launch_unit import digest_of
from stack.harness import Harness
from stack.postgres import connect
from tests.fakes.packaged_courses import TWO_UNITS, block, structure, unit
from tests.fakes.training import LEARNER, enrolment
from tests.fakes.unit_runtime import Runtime, Sitting
from tests.locks import until_somebody_waits

AT_ONCE = 6
OWN = "https://author.example/verbs/looked"


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("training").app_url, process="test", pool=AT_ONCE)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def stepwise(engine: Engine) -> Iterator[Engine]:
    url = engine.url.render_as_string(hide_password=False)
    stepwise = open_reader(url, process="test", pool=AT_ONCE)
    yield stepwise
    stepwise.dispose()


@pytest.fixture
def runtime(engine: Engine, stepwise: Engine) -> Runtime:
    with engine.begin() as connection:
        connection.execute(delete(ENROLMENTS))
        connection.execute(delete(OUTBOX))
    opened: Any = partial(
        open_unit_of_work, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )
    return Runtime(unit_of_work=opened(engine), at_once=opened(stepwise))


def begun(runtime: Runtime, number: int = 1, learner: str = "learner") -> Sitting:
    """A unit that is there, of an enrolment that begins by it."""
    begins = enrolment(learner)
    with runtime.unit_of_work() as tx:
        tx.enrolments.add(begins)
    return sitting(runtime, begins.enrolment_id, number, learner)


def sitting(runtime: Runtime, of: Any, number: int, learner: str = "learner") -> Sitting:
    opening = runtime.launch(of, number, by=replace(LEARNER, subject=learner))
    there = OnRecord(runtime, opening, runtime.fetch(opening))
    there.say(Verb.INITIALIZED)
    return there


class OnRecord(Sitting):
    """A sitting that reads its session from the database."""

    @property
    def launched(self) -> Any:
        with self.runtime.unit_of_work() as tx:
            return tx.launches.session(self.opening.session_id)


def at_once(*work: Callable[[], object]) -> list[str]:
    """Do all of it at once; return the reasons for which some was refused."""

    def outcome(one: Callable[[], object]) -> str:
        try:
            one()
        except Refusal as refusal:
            return refusal.reason
        return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(outcome, work))


def test_a_token_is_given_to_one_of_those_who_ask_at_once(runtime: Runtime) -> None:
    begins = enrolment()
    with runtime.unit_of_work() as tx:
        tx.enrolments.add(begins)
    opening = runtime.launch(begins.enrolment_id)
    asking = [lambda: runtime.fetch(opening)] * AT_ONCE
    assert ["", *["FETCH_REFUSED"] * (AT_ONCE - 1)] == at_once(*asking)


def test_the_same_statement_sent_at_once_is_kept_once(runtime: Runtime, engine: Engine) -> None:
    unit_is_there = begun(runtime)
    same = unit_is_there.made(Verb.COMPLETED)
    sending = [lambda: runtime.hear(unit_is_there.token, same)] * AT_ONCE
    assert [""] * AT_ONCE == at_once(*sending)
    with engine.connect() as connection:
        counted = select(func.count()).where(STATEMENTS.c.statement_id == same.statement_id)
        assert 1 == connection.scalar(counted)


def test_of_two_completions_at_once_one_breaks_a_rule_and_all_is_told_once(
    runtime: Runtime, engine: Engine
) -> None:
    unit_is_there = begun(runtime)
    runtime.course = structure(block(1, unit(1)), unit(2))
    made = [unit_is_there.made(Verb.COMPLETED) for _ in range(AT_ONCE)]
    saying = [partial(runtime.hear, unit_is_there.token, each) for each in made]
    refused = at_once(*saying)
    assert ["", *["STATEMENT_REFUSED"] * (AT_ONCE - 1)] == refused
    of = unit_is_there.launched.registration
    with runtime.unit_of_work() as tx:
        ((_, rule, times),) = tx.launches.refusals(of)
    assert ("VERB_ONCE_A_SESSION", AT_ONCE - 1) == (rule, times)


def test_what_is_said_at_once_is_kept_whole_and_counted_right(runtime: Runtime) -> None:
    unit_is_there = begun(runtime)
    of = unit_is_there.launched.registration
    own = [unit_is_there.made(OWN) for _ in range(4 * AT_ONCE)]
    done = unit_is_there.made(Verb.COMPLETED)
    changed = replace(own[0], digest=b"another", document=b"{}")
    saying = [partial(runtime.hear, unit_is_there.token, each) for each in [*own, done, *own]]
    assert [""] * len(saying) == at_once(*saying)
    assert ["STATEMENT_CHANGED"] == at_once(partial(runtime.hear, unit_is_there.token, changed))
    launched = unit_is_there.launched
    assert {Verb.INITIALIZED, Verb.COMPLETED} == launched.session.verbs
    assert launched.record.completed
    assert done.timestamp == launched.session.last_at
    with runtime.unit_of_work() as tx:
        kept = tx.statements.everything(of)
    # launched, initialized, and that the unit's block is satisfied, are three more
    assert len(own) + 4 == len(kept) == launched.statements
    assert own[0].document in {each.document for each in kept}


def test_whose_row_another_has_is_left_out_and_nobody_waits(runtime: Runtime) -> None:
    held, free = (begun(runtime, learner=each) for each in ("one", "other"))
    words = [Word(token=digest_of(each.token), statement=each.made(OWN)) for each in (held, free)]
    together = HearTogether(at_once=runtime.at_once, clock=runtime.clock)
    with runtime.unit_of_work() as tx:
        assert tx.launches.by_token(words[0].token) is not None
        assert [Hearing.ANEW, Hearing.KEPT] == list(together(words))
    # Of a session that is as it was read nothing stands in the way by then.
    assert [Hearing.KEPT, Hearing.ANEW] == list(together(words))


def test_two_who_insert_the_same_ids_crosswise_both_come_through(
    runtime: Runtime, engine: Engine, servers: Harness
) -> None:
    """PostgreSQL ends one of two that wait for each other: here ours, which is heard anew."""
    one, other = (begun(runtime, learner=each) for each in ("one", "other"))
    third = begun(runtime, learner="third").launched.registration
    said = [(each, each.made(OWN)) for each in (one, other)]
    said.sort(key=lambda each: each[1].statement_id)
    words = [Word(token=digest_of(of.token), statement=it) for of, it in said]
    together = HearTogether(at_once=runtime.at_once, clock=runtime.clock)
    place, password = servers.port("postgres"), servers.secret("postgres")
    with (
        ThreadPoolExecutor(1) as pool,
        connect(place, password, str(engine.url.database)) as crosswise,
    ):
        crosswise.execute("SET deadlock_timeout = '60s'")
        with crosswise.transaction(force_rollback=True):
            insert_under(crosswise, third, said[1][1])
            waiting = pool.submit(together, words)
            until_somebody_waits(engine)
            insert_under(crosswise, third, said[0][1])
            assert [Hearing.ANEW] * 2 == list(waiting.result(30))
    assert [Hearing.KEPT] * 2 == list(together(words))


def insert_under(connection: Connection[Any], registration: UUID, said: Statement) -> None:
    connection.execute(
        "INSERT INTO statements (statement_id, registration, session_id, verb_id, activity_id,"
        " stored_at, digest, document) VALUES (%s, %s, '', '', '', now(), '', '')",
        (said.statement_id, registration),
    )


def test_units_that_end_at_once_complete_the_course_once(runtime: Runtime, engine: Engine) -> None:
    first = begun(runtime)
    of = first.launched.registration
    second = sitting(runtime, of, 2)
    second.say(Verb.PASSED)
    assert TWO_UNITS == runtime.course
    made = [(each.token, each.made(Verb.COMPLETED)) for each in (first, second)]
    ends = [partial(runtime.hear, token, statement) for token, statement in made]
    assert ["", ""] == at_once(*ends)
    with runtime.unit_of_work() as tx:
        assert EnrolmentStatus.COMPLETED is tx.enrolments.get(of).status
        said = [each.document for each in tx.statements.everything(of)]
    assert 2 == sum(b"/verbs/satisfied" in each for each in said)
    with engine.connect() as connection:
        told = select(func.count()).where(OUTBOX.c.subject.contains("CourseCompleted"))
        assert 1 == connection.scalar(told)


def test_a_unit_opened_at_once_goes_on_in_one_session(runtime: Runtime) -> None:
    of = begun(runtime).launched.registration
    opening = [lambda: runtime.launch(of)] * AT_ONCE
    assert [""] * AT_ONCE == at_once(*opening)
    with runtime.unit_of_work() as tx:
        assert 1 == len(tx.launches.open_sessions(of, 1))
        assert AT_ONCE + 1 == len(tx.launches.sessions_of(of))
