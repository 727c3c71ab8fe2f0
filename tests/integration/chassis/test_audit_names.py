"""PostgreSQL passes the suite that the fake passes; and what it alone can show of names."""

import hashlib
import hmac
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier, Event
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import ProgrammingError

from chassis.postgres.audit import AuditTable, seal, verify
from chassis.postgres.engine import open_engine
from chassis.postgres.migrate import name_old_rows
from chassis.postgres.personal_data import PlumbingRows
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import AUDIT_LOG, AUDIT_NAMES, METADATA
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from tests.fakes.plumbing import a_row
from tests.ports.audit_names import SUBJECTS, AuditNamesSuite, Open

KEY = b"pseudonyms"


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("content")


@pytest.fixture(scope="module")
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=8)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner(database):
    engine = open_engine(database.owner_url, process="test", pool=1)
    yield engine
    engine.dispose()


def _audit(connection) -> AuditTable:
    return AuditTable(connection, SystemClock(), RandomIds(), Pseudonyms(KEY))


@pytest.fixture
def audit(engine) -> Open:
    @contextmanager
    def opened() -> Iterator[AuditTable]:
        with engine.begin() as connection:
            yield _audit(connection)

    return opened


class TestPostgresAuditNames(AuditNamesSuite):
    """On PostgreSQL."""


def _person(subject: str) -> Principal:
    return Principal(subject=subject, tier=Tier.TRUSTED)


def _actors(engine, resource: str) -> list[str]:
    with engine.connect() as connection:
        query = select(AUDIT_LOG.c.actor).where(AUDIT_LOG.c.resource == resource)
        return list(connection.scalars(query))


def test_two_at_once_who_record_somebody_first_give_them_one_name(audit, engine) -> None:
    for _ in range(10):
        who, gate = str(uuid4()), Barrier(4)

        def act(who: str = who, gate: Barrier = gate) -> None:
            with audit() as log:
                gate.wait()
                log.record(_person(who), "test:act", who[::-1])

        with ThreadPoolExecutor(4) as threads:
            for each in [threads.submit(act) for _ in range(4)]:
                each.result()
        actors = _actors(engine, who[::-1])
        assert (4, 1) == (len(actors), len(set(actors)))


def test_who_waits_for_a_first_that_fails_gives_the_name(audit) -> None:
    who, given_, asks = str(uuid4()), Event(), Event()

    def fails() -> None:
        with audit() as log:
            log.name_of(who)
            given_.set()
            asks.wait(5)
            raise RuntimeError

    def waits() -> str:
        given_.wait(5)
        with audit() as log:
            asks.set()
            return log.name_of(who)

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.submit(fails), threads.submit(waits)
        with pytest.raises(RuntimeError):
            first.result()
        name = second.result()
    with audit() as log:
        assert (name, {name: who}) == (log.name_of(who), dict(log.people({name})))


def test_an_act_asks_once_for_the_name(audit, engine) -> None:
    who, asked = _person(str(uuid4())), []
    with audit() as log:
        log.record(who, "test:act", "first")

    def note(_connection, _cursor, statement, *_more) -> None:
        asked.append(statement.split()[0])

    event.listen(engine, "before_cursor_execute", note)
    with audit() as log:
        for number in range(3):
            log.record(who, "test:act", str(number))
    event.remove(engine, "before_cursor_execute", note)
    assert ["SELECT", "INSERT", "INSERT", "INSERT"] == asked


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(subject=SUBJECTS.map("person {}".format))
def test_after_erasure_nobody_works_out_the_name_with_all_that_is_left(
    audit, engine, subject: str
) -> None:
    """With the key, the id, and every byte of every table: the salt is what is missing."""
    stays = _person(str(uuid4()))
    with audit() as log:
        log.record(stays, "test:act", log.name_of(subject))
        log.record(_person(subject), "test:act", "thing")
        name = log.name_of(subject)
    with engine.begin() as connection:
        seal(connection)
        waiting = verify(connection)
    with audit() as log:
        assert (name, 1) == log.forget(subject)
    with engine.begin() as connection:
        assert waiting == verify(connection), "the chain is as whole as before"
        left = [
            value
            for table in METADATA.sorted_tables
            for row in connection.execute(select(table))
            for value in row
        ]
        assert subject not in [value for value in left if isinstance(value, str)]
        assert stays.subject in dict(_audit(connection).people(_actors(engine, name))).values()
    pseudonyms = Pseudonyms(KEY)
    salts = [value for value in left if isinstance(value, bytes)]
    tried = {pseudonyms.of(subject)} | {pseudonyms.salted(salt, subject) for salt in salts}
    tried |= {
        hmac.new(KEY, each + subject.encode(), hashlib.sha256).hexdigest()[:32] for each in salts
    }
    assert name in left, "the acts are there"
    assert name not in tried


def test_old_rows_are_read_again_and_their_chain_stays(audit, engine, owner) -> None:
    """Before docs/adr/0078 a name had no salt: `migrate` enters those of open accounts."""
    here, closed = str(uuid4()), str(uuid4())
    names = [Pseudonyms(KEY).of(each) for each in (here, closed)]
    with engine.begin() as connection:
        for who, standing in ((here, Standing.ACTIVE), (closed, Standing.CLOSED)):
            PrincipalsTable(connection).keep(replace(a_row(who), standing=standing))
        for name in names:
            connection.execute(
                insert(AUDIT_LOG).values(
                    entry_id=uuid4(),
                    at=SystemClock().now(),
                    actor=name,
                    action="test:old",
                    resource="old",
                    digest=b"",
                    detail={},
                )
            )
        seal(connection)
        before = verify(connection)
    assert [1, 0] == [name_old_rows(owner, Pseudonyms(KEY)) for _ in range(2)]
    with audit() as log:
        assert {names[0]: here} == dict(log.people(names))
        log.record(_person(here), "test:new", "new")
        name = log.name_of(here)
        assert names[0] != name
        assert {names[0], name} == set(log.people([*names, name]))
        assert (name, 2) == log.forget(here), "of two names the one with a salt stays"
        assert {} == dict(log.people([*names, name]))
    with engine.begin() as connection:
        seal(connection)
        assert before == verify(connection)


def test_a_person_is_told_their_name_and_no_salt(audit, engine) -> None:
    who = str(uuid4())
    with audit() as log:
        name = log.name_of(who)
    with engine.begin() as connection:
        ((table, purpose, row),) = PlumbingRows(connection).export(who)
    assert ("audit_names", {"name": name, "subject": who}) == (table, dict(row))
    assert purpose


def test_nobody_is_given_the_name_of_another(engine) -> None:
    with engine.begin() as connection, pytest.raises(ProgrammingError):
        connection.execute(text("UPDATE audit_names SET subject = 'x'"))
    assert "salt" in AUDIT_NAMES.c
