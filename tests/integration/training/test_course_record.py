"""What is said of attempts, on PostgreSQL: in one insert, told once, never changed."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, event, text
from sqlalchemy.exc import DBAPIError

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.training.domain.certificate import Certificate, months_after
from services.training.domain.founded import Flaw
from services.training.outbound.postgres.tables import CERTIFICATES, ENROLMENTS
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.training.usecases.audit_certificates import AuditCertificates
from services.training.usecases.erase_subject import EraseSubject
from services.training.usecases.submit_answers import SubmitAnswers
from services.training.usecases.tell_earlier import TellEarlier
from tests.fakes.training import (
    CATALOGUE,
    ISSUER,
    LEARNER,
    NOON,
    attempt,
    certificate,
    course,
    credentials,
    enrolment,
    handed_in,
    key,
    right_answers,
)
from tests.ports.course_record_store import passed
from tests.unit.training.test_audit_certificates import KeptMeasures


@pytest.fixture(scope="module")
def database(new_database) -> Any:
    return new_database("training")


@pytest.fixture(scope="module")
def engine(database) -> Iterator[Engine]:
    engine = open_engine(database.app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner(database) -> Iterator[Engine]:
    """Somebody with the owner's password, whom no trigger holds."""
    engine = open_engine(database.owner_url, process="test", pool=1)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine: Engine):
    with engine.begin() as connection:
        connection.execute(delete(ENROLMENTS))
        connection.execute(delete(CERTIFICATES))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), site=ISSUER.url
    )


@pytest.fixture
def measures() -> KeptMeasures:
    return KeptMeasures()


@pytest.fixture
def audit(unit_of_work, measures) -> AuditCertificates:
    return AuditCertificates(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=SystemClock(), measures=measures
    )


def certified(unit_of_work, by: str = "learner", *, told: bool = True) -> Certificate:
    """Keep somebody who passed, with a certificate; as it was before if nothing is told."""
    done, tried = passed(unit_of_work, by)
    until = months_after(NOON, course().valid_months)
    held = certificate(by, enrolment_id=done.enrolment_id, valid_until=until)
    with unit_of_work() as tx:
        tx.certificates.add(held)
        if told:
            tx.course_record.tell(done, course(), tried, course_completed=True)
    return held


def written(engine: Engine, sql: str, **given: Any) -> None:
    with engine.begin() as connection:
        connection.execute(text(sql), given)


def test_an_attempt_is_told_by_one_insert(unit_of_work, engine: Engine) -> None:
    mine = enrolment()
    waiting = attempt(mine)
    with unit_of_work() as tx:
        tx.enrolments.add(mine)
        tx.attempts.add(waiting)
    asked: list[str] = []

    def heard(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    SubmitAnswers(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=SystemClock())(
        LEARNER, attempt_id=waiting.attempt_id, answers=right_answers(waiting), key=key()
    )
    event.remove(engine, "before_cursor_execute", heard)
    assert 1 == sum("statements" in each for each in asked)
    with unit_of_work() as tx:
        assert 6 == len(tx.course_record.told([mine.enrolment_id])[mine.enrolment_id])
        assert frozenset() == tx.course_record.untold([mine.enrolment_id])


CHANGES = {
    "document": "UPDATE statements SET document = document || ' '::bytea",
    "digest": r"UPDATE statements SET digest = '\x00'",
    "verb": "UPDATE statements SET verb_id = 'http://adlnet.gov/expapi/verbs/passed'",
    "attempt": "UPDATE statements SET session_id = ''",
    "stored": "UPDATE statements SET stored_at = now() - interval '1 day'",
    "unvoided": "UPDATE statements SET voided = false WHERE voided",
}


@pytest.mark.parametrize("what", CHANGES)
def test_no_statement_is_changed(unit_of_work, engine: Engine, what: str) -> None:
    of = certified(unit_of_work).enrolment_id
    with unit_of_work() as tx:  # to void one is the change that is allowed
        tx.statements.void(tx.course_record.told([of])[of][0].statement_id)
    with pytest.raises(DBAPIError, match="a statement is not changed"):
        written(engine, CHANGES[what])


def test_what_the_owner_of_the_tables_changes_is_found(
    unit_of_work, owner: Engine, audit, measures
) -> None:
    held = certified(unit_of_work)
    assert 0 == audit()
    written(owner, "ALTER TABLE statements DISABLE TRIGGER statements_stay")
    written(owner, CHANGES["document"])
    written(owner, "ALTER TABLE statements ENABLE TRIGGER statements_stay")
    assert 1 == audit()
    assert Flaw.STATEMENT_CHANGED in measures.found[str(held.certificate_id)]


def test_what_is_deleted_is_missed(unit_of_work, engine: Engine, audit, measures) -> None:
    held = certified(unit_of_work)
    certified(unit_of_work, "other")
    written(
        engine,
        "DELETE FROM statements WHERE registration = :of AND verb_id LIKE '%answered'",
        of=held.enrolment_id,
    )
    assert 1 == audit()
    assert (1, 1) == measures.numbers
    assert Flaw.STATED_WITHOUT_ANSWERS in measures.found[str(held.certificate_id)]


def test_rows_of_before_wait_and_are_told_of_once(unit_of_work, audit, measures) -> None:
    held = certified(unit_of_work, told=False)
    assert 0 == audit()
    assert ((0, 0), 1) == (measures.numbers, measures.unstated)
    tell = TellEarlier(unit_of_work=unit_of_work, catalogue=CATALOGUE)
    assert [2, 0] == [tell(), tell()]
    assert 0 == audit()
    assert ((1, 0), 0) == (measures.numbers, measures.unstated)
    with unit_of_work() as tx:
        assert 14 == len(tx.course_record.told([held.enrolment_id])[held.enrolment_id])


def test_two_who_tell_at_once_tell_each_once(unit_of_work) -> None:
    held = [certified(unit_of_work, f"one-{number}", told=False) for number in range(12)]
    tell = TellEarlier(unit_of_work=unit_of_work, catalogue=CATALOGUE)
    with ThreadPoolExecutor(2) as pool:
        assert 24 == sum(pool.map(lambda _: tell(), range(2)))
    ids = [each.enrolment_id for each in held]
    with unit_of_work() as tx:
        assert {14} == {len(each) for each in tx.course_record.told(ids).values()}


def test_who_is_erased_while_they_hand_in_is_gone_whole(unit_of_work) -> None:
    """Locks are taken in one order: neither waits for the other for ever."""
    of = certified(unit_of_work).enrolment_id
    erase = EraseSubject(
        unit_of_work=unit_of_work,
        credentials=credentials(),
        catalogue=CATALOGUE,
        clock=SystemClock(),
    )
    locked = threading.Event()

    def hand_in() -> None:
        with unit_of_work() as tx:
            mine = tx.enrolments.get(of, lock=True)
            tx.attempts.add(tried := handed_in(mine, number=2))
            locked.set()
            threading.Event().wait(0.5)  # the erasure has begun, and waits
            tx.course_record.tell(mine, course(), [tried], course_completed=False)

    with ThreadPoolExecutor(1) as pool:
        handing_in = pool.submit(hand_in)
        assert locked.wait(10)
        erase(subject="learner")
        handing_in.result(10)
    assert (0, 0, 0) == _left(unit_of_work, of)


def _left(unit_of_work, of: UUID) -> tuple[int, int, int]:
    with unit_of_work() as tx:
        return (
            len(tx.attempts.of_enrolments([of])),
            len(tx.course_record.told([of])[of]),
            len(tx.launches.of_subject("learner")),
        )
