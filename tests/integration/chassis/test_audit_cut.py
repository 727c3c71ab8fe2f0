"""The oldest rows of the audit log go after seven years, and the rest is still proved."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from chassis.configuration import Settings
from chassis.data_commands import LATE, retention_report
from chassis.postgres.audit import AuditTable, ChainBroken, seal, verify
from chassis.postgres.audit_cut import cut
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds
from tests.fakes.identity import OFFICER
from tests.fakes.plumbing import SetClock

OLD = timedelta(days=2558)
TABLES = "audit_log, audit_seals, audit_cuts, audit_names"


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("training")


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


@pytest.fixture(autouse=True)
def empty(owner) -> None:
    with owner.begin() as connection:
        connection.execute(text(f"TRUNCATE {TABLES} RESTART IDENTITY"))


def acted(engine, ago: timedelta = timedelta(0)) -> None:
    """Record one act of then, and seal it."""
    with engine.begin() as connection:
        clock = SetClock(datetime.now(UTC) - ago)
        log = AuditTable(connection, clock, RandomIds(), Pseudonyms(b"k"))
        log.record(OFFICER, "test:act", "thing")
    with engine.begin() as connection:
        seal(connection)


def aged(owner, seals: int, ago: timedelta = OLD) -> None:
    """Let the first seals be as old as their rows, as only the owner can."""
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE audit_seals SET sealed_at = now() - :ago WHERE number <= :most"),
            {"ago": ago, "most": seals},
        )


def said(engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def cut_now(engine, most: int = 1000) -> int:
    with engine.begin() as connection:
        return cut(connection, most)


def whole(engine) -> int:
    with engine.connect() as connection:
        return verify(connection)


def test_what_is_over_goes_and_the_rest_is_proved_from_the_head_on(engine, owner) -> None:
    for ago in (OLD, OLD, timedelta(0)):
        acted(engine, ago)
    aged(owner, 2)
    heads = said(engine, "SELECT hash FROM audit_seals WHERE number = 2")
    assert 2 == cut_now(engine)
    assert heads == said(engine, "SELECT head FROM audit_cuts")
    assert 1 == whole(engine), "the row of the cut is not sealed yet"
    with engine.begin() as connection:
        assert 1 == seal(connection)
    assert 0 == whole(engine)
    acts = said(engine, "SELECT action FROM audit_log ORDER BY at")
    assert [("test:act",), ("chassis:cut-audit-log",)] == acts
    assert 0 == cut_now(engine), "nothing more is over"


def test_a_second_cut_goes_on_where_the_first_ended(engine, owner) -> None:
    for ago in (OLD, OLD, OLD, timedelta(0)):
        acted(engine, ago)
    aged(owner, 3)
    assert [2, 1, 0] == [cut_now(engine, 2) for _ in range(3)]
    assert [(2, 2), (3, 1)] == said(engine, "SELECT number, gone FROM audit_cuts ORDER BY number")
    assert 2 == whole(engine)


def test_where_all_is_over_the_chain_goes_on_from_the_cut(engine, owner) -> None:
    acted(engine, OLD)
    aged(owner, 1)
    assert 1 == cut_now(engine)
    acted(engine)
    assert 0 == whole(engine)
    assert [(2,), (3,)] == said(engine, "SELECT number FROM audit_seals ORDER BY number")


@pytest.mark.parametrize("old", ["row", "seal"])
def test_a_row_that_is_young_by_either_time_stays(engine, owner, old) -> None:
    """A forged time of an act does not make it go; nor does a seal that was made late."""
    acted(engine, OLD if old == "row" else timedelta(0))
    if old == "seal":
        aged(owner, 1)
    assert 0 == cut_now(engine)
    assert 0 == whole(engine)


def test_an_old_row_behind_a_young_one_waits_for_it(engine, owner) -> None:
    acted(engine)
    acted(engine, OLD)
    aged(owner, 2)
    assert 0 == cut_now(engine)


def test_what_was_changed_is_not_cut_away(engine, owner) -> None:
    acted(engine, OLD)
    acted(engine)
    aged(owner, 1)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE audit_log SET action = 'x' WHERE at < now() - '1 y'::interval")
        )
    with pytest.raises(ChainBroken, match="seal 1: its row was changed"):
        cut_now(engine)
    assert [(2,)] == said(engine, "SELECT count(*) FROM audit_log")


def test_what_is_gone_already_is_not_cut_over(engine, owner) -> None:
    acted(engine, OLD)
    acted(engine, OLD)
    aged(owner, 2)
    with owner.begin() as connection:
        connection.execute(
            text(
                "DELETE FROM audit_log WHERE entry_id = (SELECT entry_id"
                " FROM audit_seals WHERE number = 1)"
            )
        )
    with pytest.raises(ChainBroken, match="seal 1: its row is gone"):
        cut_now(engine)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE audit_cuts SET head = '\\x00'", "is not in the log"),
        ("DELETE FROM audit_log WHERE action = 'chassis:cut-audit-log'", "is not in the log"),
        ("UPDATE audit_log SET digest = '\\x00' WHERE action = 'chassis:cut-audit-log'", "not in"),
        ("DELETE FROM audit_cuts", "seal 2: its row was changed"),
        (
            (
                "INSERT INTO audit_seals (number, entry_id, hash) OVERRIDING SYSTEM VALUE"
                " VALUES (1, gen_random_uuid(), '')"
            ),
            "seal 1: it was cut off, and is back",
        ),
    ],
)
def test_a_cut_that_was_tampered_with_is_found(engine, owner, change, why) -> None:
    """A second, quiet cut would have to be a row of the chain."""
    acted(engine, OLD)
    acted(engine)
    aged(owner, 1)
    cut_now(engine)
    with owner.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(ChainBroken, match=why):
        whole(engine)


@pytest.mark.parametrize("number", [1, 2, 99])
def test_the_function_itself_takes_nothing_that_is_young(engine, owner, number) -> None:
    """So a stolen application's account can cut no more than the clock would."""
    acted(engine, OLD)
    acted(engine)
    aged(owner, 1, ago=timedelta(days=2000))
    with (
        pytest.raises(SQLAlchemyError, match="is missing or not seven years old"),
        engine.begin() as connection,
    ):
        connection.execute(text("SELECT cut_audit_log(:last)"), {"last": number})
    assert [(2,)] == said(engine, "SELECT count(*) FROM audit_log")


def test_it_waits_for_a_seal_that_is_being_written_so_that_none_slips_in(engine, owner) -> None:
    """Else one that is written between the look and the deletion takes a young row along."""
    acted(engine, OLD)
    aged(owner, 1)
    slipped = text(
        "INSERT INTO audit_seals (number, entry_id, hash) OVERRIDING SYSTEM VALUE"
        " VALUES (-1, gen_random_uuid(), '')"
    )
    with engine.connect() as writing, engine.connect() as cutting:
        writing.execute(slipped)
        cutting.execute(text("SET LOCAL lock_timeout = '200ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            cutting.execute(text("SELECT cut_audit_log(1)"))
    assert 1 == cut_now(engine), "nobody writes any more"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_cuts (number, head, gone, entry_id) SELECT 9, '', 0, gen_random_uuid()",
        "UPDATE audit_cuts SET head = ''",
        "DELETE FROM audit_cuts",
        (
            "CREATE OR REPLACE FUNCTION cut_audit_log(last BIGINT) RETURNS BIGINT"
            " LANGUAGE sql AS 'SELECT 1::bigint'"
        ),
    ],
)
def test_the_application_can_write_no_cut_of_its_own(engine, statement) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, engine.begin() as connection:
        connection.execute(text(statement))


def test_nobody_but_the_application_may_call_it(owner) -> None:
    with owner.connect() as connection:
        granted = connection.scalars(
            text(
                "SELECT grantee FROM information_schema.routine_privileges"
                " WHERE routine_name = 'cut_audit_log' ORDER BY grantee"
            )
        ).all()
    assert ["training_app", "training_owner"] == list(granted)


def test_the_report_says_what_would_go_beforehand(engine, owner, database, capsys) -> None:
    acted(engine, timedelta(days=2557, hours=1))
    acted(engine)
    settings = Settings({"TRAINING_DATABASE_URL": database.app_url})
    retention_report("training", (), settings)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (line,) = [each for each in lines if each["table"] == "audit_log"]
    assert (2, 1, 0) == (line["rows"], line["due"], line["late"])
    acted(engine, OLD)
    with pytest.raises(SystemExit) as ended:
        retention_report("training", (), settings)
    assert LATE == ended.value.code
