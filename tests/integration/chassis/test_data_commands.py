"""What a service says of its own data, on a real database: the chain, ages, messages."""

import json
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from chassis.configuration import Settings
from chassis.data_commands import BROKEN, LATE, audit_verify, retention_report
from chassis.postgres.audit import AuditTable, seal
from chassis.postgres.engine import DatabaseUnavailable, open_engine
from chassis.postgres.personal_data import PlumbingRows
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.identity.outbound.postgres.retention import RETENTION
from services.identity.outbound.postgres.unit_of_work import unit_of_work
from services.identity.usecases.suspend_subscriber import SuspendSubscriber
from tests.fakes.identity import OFFICER, subscriber

PSEUDONYMS = Pseudonyms(b"k")


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("identity")


@pytest.fixture(scope="module")
def settings(database):
    return Settings({"IDENTITY_DATABASE_URL": database.app_url})


@pytest.fixture(scope="module")
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner(database):
    engine = open_engine(database.owner_url, process="test", pool=1)
    yield engine
    engine.dispose()


@contextmanager
def changed(owner, change: str, back: str):
    """Change something as the database's owner, and back."""
    for statement in (change, back):
        with owner.begin() as connection:
            connection.execute(text(statement))
        if statement == change:
            yield


def said(capsys) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def recorded(engine) -> None:
    with engine.begin() as connection:
        log = AuditTable(connection, SystemClock(), RandomIds(), PSEUDONYMS)
        log.record(OFFICER, "test:act", "thing")


def test_a_whole_chain_is_said_to_be_so_with_its_tail(engine, settings, capsys) -> None:
    recorded(engine)
    with engine.begin() as connection:
        seal(connection)
    recorded(engine)
    audit_verify("identity", settings)
    assert [{"service": "identity", "whole": True, "unsealed": 1}] == said(capsys)


def test_a_row_that_was_changed_behind_our_back_is_found(engine, owner, settings, capsys) -> None:
    recorded(engine)
    with engine.begin() as connection:
        seal(connection)
    rows = "UPDATE audit_log SET action = '{}' WHERE action = '{}'"
    with (
        changed(
            owner, rows.format("test:other", "test:act"), rows.format("test:act", "test:other")
        ),
        pytest.raises(SystemExit) as ended,
    ):
        audit_verify("identity", settings)
    assert BROKEN == ended.value.code
    (line,) = said(capsys)
    assert (False, True) == (line["whole"], "was changed" in str(line["why"]))


@pytest.mark.parametrize("table", ["audit_log", "audit_seals"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET entry_id = gen_random_uuid()",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "DROP TABLE {}",
        "ALTER TABLE {} ADD COLUMN more TEXT",
    ],
)
def test_the_applications_role_can_only_add_to_the_record(engine, table, statement) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, engine.begin() as connection:
        connection.execute(text(statement.format(table)))


def test_when_the_record_cannot_be_written_the_act_is_not_done(engine, owner, database) -> None:
    """Nothing that needs a record happens without it."""
    work = unit_of_work(engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=PSEUDONYMS)
    suspend = SuspendSubscriber(unit_of_work=work, clock=SystemClock(), ids=RandomIds())
    person = subscriber()
    with work() as tx:
        tx.subscribers.add(person)
    role = "identity_app"
    with (
        changed(
            owner,
            f"REVOKE INSERT ON audit_log FROM {role}",
            f"GRANT INSERT ON audit_log TO {role}",
        ),
        pytest.raises((ProgrammingError, DatabaseUnavailable)),
    ):
        suspend(OFFICER, subject=person.subject, reason="no record")
    with work() as tx:
        assert person == tx.subscribers.get(person.subject)
    assert 2 == suspend(OFFICER, subject=person.subject, reason="a record").rights_version


def test_what_should_be_gone_is_counted_and_the_command_says_so(engine, settings, capsys) -> None:
    retention_report("identity", RETENTION, settings)
    lines = said(capsys)
    assert {"idempotency_keys", "applications", "mails", "verifications"} <= {
        str(each["table"]) for each in lines
    }
    assert {0} == {each["late"] for each in lines}
    keep = (
        "INSERT INTO idempotency_keys (subject, rpc, key, body_digest, resource_id, created_at)"
        " VALUES ('who', 'Any', :key, '', 'made', now() - :age)"
    )
    with engine.begin() as connection:
        for hours in (1, 25, 27):
            connection.execute(text(keep), {"key": str(hours), "age": timedelta(hours=hours)})
    with pytest.raises(SystemExit) as ended:
        retention_report("identity", RETENTION, settings)
    assert LATE == ended.value.code
    (keys,) = [each for each in said(capsys) if each["table"] == "idempotency_keys"]
    assert (3, 2, 1, "24 hours") == (keys["rows"], keys["due"], keys["late"], keys["retention"])
    with engine.begin() as connection:
        assert 3 == connection.scalar(text("SELECT count(*) FROM idempotency_keys")), "it is dry"
        connection.execute(text("DELETE FROM idempotency_keys"))


def test_sent_and_parked_messages_that_name_a_person_go_with_them(engine) -> None:
    subject, other = f"person {uuid4()}", f"person {uuid4()}"
    event = (
        "INSERT INTO outbox (event_id, subject, aggregate_id, aggregate_version, payload,"
        " occurred_at, sent_at) VALUES (:id, 'Any', 'a', 1, :payload, now(), :sent)"
    )
    parked = (
        "INSERT INTO dead_letters (durable, event_id, subject, payload, why)"
        " VALUES ('d', :id, 'Any', :payload, 'bad')"
    )
    now = SystemClock().now()
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM outbox"))
        for who, sent in ((subject, now), (subject, None), (other, now)):
            values = {"id": uuid4(), "payload": f"\n{who}".encode(), "sent": sent}
            connection.execute(text(event), values)
        connection.execute(text(parked), {"id": str(uuid4()), "payload": subject.encode()})
        assert 2 == PlumbingRows(connection).erase(subject)
        left = connection.execute(text("SELECT payload, sent_at FROM outbox")).all()
        assert {(f"\n{subject}".encode(), True), (f"\n{other}".encode(), False)} == {
            (bytes(row.payload), row.sent_at is None) for row in left
        }
        assert 0 == connection.scalar(text("SELECT count(*) FROM dead_letters"))
        connection.execute(text("DELETE FROM outbox"))
