"""What the plumbing keeps in PostgreSQL."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, bindparam, select, text
from sqlalchemy.exc import DataError, ProgrammingError

from chassis.errors import IdempotencyKeyReused
from chassis.postgres.audit import AuditTable, ChainBroken, seal, verify
from chassis.postgres.driver_statements import DriverRead
from chassis.postgres.engine import (
    DatabaseUnavailable,
    open_engine,
    open_reader,
    refusing_when_away,
)
from chassis.postgres.idempotency import IdempotencyTable
from chassis.postgres.migrate import migrate
from chassis.postgres.pending import pending
from chassis.postgres.personal_data import PlumbingRows
from chassis.postgres.principals import PostgresPrincipalRows, PrincipalsTable
from chassis.postgres.tables import METADATA, PRINCIPALS
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.pseudonyms import Pseudonyms
from kernel.idempotency import RequestKey
from kernel.ports import RandomIds, SystemClock
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from stack import postgres
from tests.fakes.plumbing import a_row

OFFICER = Principal(subject="officer", tier=Tier.TRUSTED)


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("alerts")


@pytest.fixture(scope="module")
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=8)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def reader(database):
    engine = open_reader(database.app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner(database):
    engine = open_engine(database.owner_url, process="test", pool=2)
    yield engine
    engine.dispose()


def _ask_in_words(connection) -> None:
    connection.execute(text("SELECT 1"))


def _ask_the_driver(connection) -> None:
    PrincipalsTable(connection).find("nobody")


@pytest.mark.parametrize("asks", [_ask_in_words, _ask_the_driver])
@pytest.mark.parametrize("opens", [open_engine, open_reader])
@pytest.mark.parametrize(
    ("idle_seconds", "deaf", "met"),
    [(0.0, True, False), (60.0, False, False), (60.0, True, True)],
    ids=["asked", "heard", "control"],
)
def test_no_caller_meets_a_connection_that_died_while_it_idled(
    database, servers, monkeypatch, idle_seconds: float, deaf: bool, met: bool, opens, asks
) -> None:
    """It is asked after a second; before that its end is heard. With neither it is met."""
    monkeypatch.setattr("chassis.postgres.engine.IDLE_SECONDS", idle_seconds)
    if deaf:
        monkeypatch.setattr("chassis.postgres.engine._has_something_to_read", lambda _: False)
    engine = opens(database.app_url, process="idler", pool=1)
    with engine.connect() as connection:
        asks(connection)
    port, password = servers.port("postgres"), servers.secret("postgres")
    with postgres.connect(port, password) as admin:
        killed = admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'idler'"
        ).fetchall()
        assert [(True,)] == killed
        left = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'idler'"
        while admin.execute(left).fetchone() != (0,):
            time.sleep(0.01)

    def ask() -> None:
        with refusing_when_away(), engine.connect() as connection:
            asks(connection)

    if met:
        with pytest.raises(DatabaseUnavailable):
            ask()
    ask()
    engine.dispose()


def test_what_only_reads_opens_no_transaction(engine, reader) -> None:
    """`now()` is the time of the transaction: it stands still inside one."""

    def stands_still(on) -> bool:
        with on.begin() as connection:
            return connection.execute(text("SELECT now()")).scalar_one() == (
                connection.execute(text("SELECT now()")).scalar_one()
            )

    assert stands_still(engine)
    assert not stands_still(reader)


@pytest.mark.parametrize("within", [True, False])
def test_the_driver_reads_what_the_transaction_wrote_and_no_other(engine, reader, within) -> None:
    subject = str(uuid4())
    with engine.begin() as connection, reader.connect() as elsewhere:
        PrincipalsTable(connection).keep(a_row(subject))
        found = PrincipalsTable(connection if within else elsewhere).find(subject)
    assert within == (found is not None)
    assert a_row(subject) == PostgresPrincipalRows(reader).find(subject)


def test_the_driver_reads_every_kind_of_column_as_sqlalchemy_does(engine, reader) -> None:
    row = a_row(
        str(uuid4()),
        regions=frozenset({"LON", "WAL"}),
        closed_groups=frozenset({"event planning"}),
        organisation_id=str(uuid4()),
        valid_after=datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=UTC),
        rights_version=2**40,
    )
    with engine.begin() as connection:
        PrincipalsTable(connection).keep(row)
        found = PrincipalsTable(connection).find(row.subject)
        (same,) = PrincipalsTable(connection).find_many([row.subject])
    assert row == found == same
    assert found.valid_after.utcoffset() == timedelta(0)


def test_only_people_whose_rights_are_newer_than_known_are_found(engine, reader) -> None:
    newer, same, stranger = a_row(str(uuid4()), rights_version=7), a_row(str(uuid4())), str(uuid4())
    with engine.begin() as connection:
        for row in (newer, same):
            PrincipalsTable(connection).keep(row)
    known = {newer.subject: 6, same.subject: same.rights_version, stranger: 0}

    assert [newer] == PostgresPrincipalRows(reader).find_newer(known)
    assert [] == PostgresPrincipalRows(reader).find_newer({})


def test_what_the_driver_refuses_reaches_the_caller_as_anything_else(reader) -> None:
    asked = DriverRead(select(PRINCIPALS).where(PRINCIPALS.c.rights_version == bindparam("it")))
    for _ in range(2):  # the connection is good afterwards
        with reader.connect() as connection, pytest.raises(DataError):
            asked.one_or_none(connection, it="no number")
    with reader.connect() as connection:
        assert asked.one_or_none(connection, it=-1) is None


def _record(engine, number: int) -> None:
    with engine.begin() as connection:
        audit = AuditTable(connection, SystemClock(), RandomIds(), Pseudonyms(b"k"))
        audit.record(OFFICER, "test:act", f"thing-{number}", b"digest", number=number)


def test_the_audit_log_is_sealed_into_a_chain_that_shows_every_change(engine, owner) -> None:
    for number in range(5):
        _record(engine, number)
    with engine.begin() as connection:
        assert 5 == seal(connection)
        assert 0 == seal(connection)
    _record(engine, 5)
    with engine.connect() as connection:
        assert 1 == verify(connection)
    for spoil, mend in (
        (
            "UPDATE audit_log SET action = 'other' WHERE resource = 'thing-2'",
            "UPDATE audit_log SET action = 'test:act' WHERE resource = 'thing-2'",
        ),
        (
            "UPDATE audit_log SET actor = '' WHERE resource = 'thing-0'",
            None,
        ),
    ):
        with owner.begin() as connection:
            connection.execute(text(spoil))
        with engine.connect() as connection, pytest.raises(ChainBroken):
            verify(connection)
        if mend:
            with owner.begin() as connection:
                connection.execute(text(mend))
            with engine.connect() as connection:
                verify(connection)


def test_the_audit_log_names_people_by_pseudonym(engine) -> None:
    _record(engine, 99)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM audit_log")).all()
    assert "officer" not in str(rows)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET action = 'x'",
        "DELETE FROM audit_log",
        "DELETE FROM audit_seals",
        "UPDATE audit_seals SET hash = ''",
        "TRUNCATE audit_log",
        "DROP TABLE audit_log",
        "CREATE TABLE mine (x int)",
        "DELETE FROM alembic_version",
        "ALTER TABLE alerts DISABLE TRIGGER ALL",
    ],
)
def test_the_application_may_not_change_its_audit_log_or_its_schema(engine, statement) -> None:
    with engine.begin() as connection, pytest.raises(ProgrammingError):
        connection.execute(text(statement))


@pytest.mark.parametrize("service", ["alerts", "identity", "engagement"])
def test_the_migrations_make_what_the_tables_say(new_database, service) -> None:
    database = new_database(service)
    own = import_module(f"services.{service}.outbound.postgres.tables").METADATA
    together = MetaData()
    for metadata in (METADATA, own):
        for table in metadata.sorted_tables:
            table.to_metadata(together)
    engine = open_engine(database.owner_url, process="test", pool=1)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        found = [
            difference
            for difference in compare_metadata(context, together)
            if "alembic_version" not in str(difference)
        ]
    engine.dispose()
    assert [] == found


def test_an_empty_database_lacks_migrations_and_a_migrated_one_none(servers, new_database) -> None:
    versions = import_module("services.alerts.bootstrap").VERSIONS
    database = new_database("alerts")
    engine = open_engine(database.owner_url, process="test", pool=1)
    assert [] == list(pending(engine, versions))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert ["alerts_0222", "chassis_0250"] == list(pending(engine, versions))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('alerts_0080')"))
    assert ["alerts_0222", "chassis_0250"] == list(pending(engine, versions))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'alerts_9999'"))
    assert [] == list(pending(engine, versions)), "it is newer than this code"
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert ["alerts_0222", "chassis_0250"] == list(pending(engine, versions))
    engine.dispose()


def test_migrating_again_changes_nothing(new_database) -> None:
    versions = import_module("services.alerts.bootstrap").VERSIONS
    engine = open_engine(new_database("alerts").owner_url, process="test", pool=1)
    migrate(engine, service_versions=versions, app_role="alerts_app")
    assert [] == list(pending(engine, versions))
    engine.dispose()


def _key(value: str, body: bytes = b"1") -> RequestKey:
    return RequestKey(rpc="DraftAlert", key=value, body_digest=body)


def test_of_many_requests_with_one_key_at_once_one_is_done(engine) -> None:
    value = str(uuid4())

    def claim(number: int) -> str | None:
        with engine.begin() as connection:
            return IdempotencyTable(connection).claim("reader", _key(value), f"thing-{number}")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(claim, range(8)))
    assert 1 == answers.count(None)
    winner = answers.index(None)
    assert {f"thing-{winner}"} == {answer for answer in answers if answer}


def test_a_key_is_ones_own_and_bound_to_its_body(engine) -> None:
    value = str(uuid4())
    with engine.begin() as connection:
        keys = IdempotencyTable(connection)
        assert keys.claim("reader", _key(value), "a") is None
        assert keys.claim("another", _key(value), "b") is None
        with pytest.raises(IdempotencyKeyReused):
            keys.claim("reader", _key(value, b"2"), "c")


def test_a_key_of_a_transaction_that_failed_is_free(engine) -> None:
    value = str(uuid4())

    def fail() -> None:
        with engine.begin() as connection:
            IdempotencyTable(connection).claim("reader", _key(value), "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with engine.begin() as connection:
        assert IdempotencyTable(connection).claim("reader", _key(value), "b") is None


def test_keys_are_forgotten_after_a_day(engine, owner) -> None:
    value = str(uuid4())
    with engine.begin() as connection:
        IdempotencyTable(connection).claim("reader", _key(value), "a")
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE idempotency_keys SET created_at = created_at - interval '25 hours'")
        )
    with engine.begin() as connection:
        assert IdempotencyTable(connection).forget_old() > 0
        assert IdempotencyTable(connection).claim("reader", _key(value), "b") is None


def test_the_higher_version_of_a_persons_rights_stays(engine, reader) -> None:
    subject = str(uuid4())
    new = a_row(
        subject,
        rights_version=3,
        standing=Standing.SUSPENDED,
        valid_after=datetime(2026, 1, 1, tzinfo=UTC),
        roles=frozenset({"editor"}),
        regions=frozenset({"LON"}),
    )
    with engine.begin() as connection:
        table = PrincipalsTable(connection)
        kept = [table.keep(row) for row in (a_row(subject, rights_version=2), new, a_row(subject))]
    assert [True, True, False] == kept
    assert new == PostgresPrincipalRows(reader).find(subject)
    assert PostgresPrincipalRows(reader).find("nobody") is None


def test_a_database_that_is_away_is_said_so() -> None:
    engine = open_engine("postgresql+psycopg://a:b@localhost:1/c", process="test", pool=1)
    unit_of_work = PostgresUnitOfWork(engine, lambda connection: connection)
    with pytest.raises(DatabaseUnavailable), unit_of_work():
        pytest.fail("there is nothing to work on")


def test_what_the_plumbing_keeps_about_a_person_is_told_and_forgotten(engine) -> None:
    """Their rights stay, closed by identity's event, so that no unexpired token is believed."""
    subject = str(uuid4())
    with engine.begin() as connection:
        PrincipalsTable(connection).keep(a_row(subject, roles=frozenset({"trainer"})))
        IdempotencyTable(connection).claim(subject, _key("erase"), "made")
        rows = PlumbingRows(connection)
        told = {table: (purpose, row) for table, purpose, row in rows.export(subject)}
        assert {"principals", "idempotency_keys"} == set(told)
        assert all(purpose for purpose, _ in told.values())
        assert ["trainer"] == told["principals"][1]["roles"]
        assert [1, 0] == [rows.erase(subject), rows.erase(subject)]
        assert ["principals"] == [table for table, _, _ in rows.export(subject)]
        assert [] == list(rows.export("nobody"))


def test_a_row_that_does_not_say_who_is_admin_is_made_whole_once(engine) -> None:
    """Everyone is told again at the versions that stand: nothing else would fill an older row."""
    person = str(uuid4())
    with engine.begin() as connection:
        kept = PrincipalsTable(connection)
        assert kept.keep(a_row(person))
        assert not kept.keep(a_row(person))
        assert kept.keep(a_row(person, organisation_admin=True))
        assert not kept.keep(a_row(person, organisation_admin=False))
        assert kept.find(person) == a_row(person, organisation_admin=True)
        assert kept.keep(a_row(person, organisation_admin=False, rights_version=2))
