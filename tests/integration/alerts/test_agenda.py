"""PostgreSQL passes the suite of the agenda, and says that there is something new by one notice."""

import time
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import text

from chassis.notices import conninfo
from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.pseudonyms import Pseudonyms
from chassis.watch import CHANNEL
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import State
from services.alerts.domain.recipient import Channel
from services.alerts.domain.site_response import LEAD
from services.alerts.outbound.postgres.agenda import PostgresAgenda
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.alerts import NOON, issued
from tests.fakes.plumbing import a_row
from tests.fakes.record import SENDER
from tests.ports.agenda import AgendaSuite
from tests.ports.delivery_stores import TAKEN, claimed, dispatched, queued

TABLES = (
    *("alerts", "dispatches", "deliveries", "cascade_steps", "pages", "webhook_pings"),
    *("site_notices", "site_overrides", "principals"),
)
MANY = 20_000


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("alerts")


@pytest.fixture(scope="module")
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=SENDER
    )


@pytest.fixture
def heard(database):
    """Return how many notices came since it was asked last."""
    listening = psycopg.connect(conninfo(database.app_url, process="test"), autocommit=True)
    listening.execute(f"LISTEN {CHANNEL}")

    def count() -> int:
        listening.execute("SELECT 1")  # what was committed before has come with the answer
        return len(list(listening.notifies(timeout=0)))

    count()
    yield count
    listening.close()


class TestPostgresAgenda(AgendaSuite):
    """On PostgreSQL."""

    @pytest.fixture
    def agenda(self, engine) -> PostgresAgenda:
        return PostgresAgenda(engine)

    @pytest.fixture
    def leads(self, engine):
        def made(*people):
            with engine.begin() as connection:
                for who, whose in people:
                    row = a_row(who, roles=frozenset({LEAD}), organisation_id=whose)
                    PrincipalsTable(connection).keep(row)

        return made


def test_however_many_rows_are_queued_one_notice_says_so(
    unit_of_work, heard: Callable[[], int]
) -> None:
    out = issued(severity=Severity.MINOR)
    rows = [queued(out, channel=Channel.WEBHOOK) for _ in range(MANY)]
    with unit_of_work() as tx:
        assert MANY == sum(tx.deliveries.add(rows[i : i + 5000]) for i in range(0, MANY, 5000))
    assert 1 == heard()


def test_what_is_undone_is_not_said(unit_of_work, heard: Callable[[], int]) -> None:
    def fail() -> None:
        with unit_of_work() as tx:
            tx.deliveries.add([queued(issued())])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert 0 == heard()


def test_what_an_approval_queues_and_what_is_to_be_sent_after_all_is_said(
    unit_of_work, heard: Callable[[], int]
) -> None:
    """What a sender does to rows of its own is not: it knows, and commits with notices queue up."""
    dispatched(unit_of_work)
    assert 1 == heard()
    with unit_of_work() as tx:
        tx.deliveries.add([queued(issued())])
    assert 1 == heard()
    (mine,) = claimed(unit_of_work)
    with unit_of_work() as tx:
        tx.deliveries.settle(mine, mine.delivery.settled(TAKEN, NOON))
    assert 0 == heard()
    with unit_of_work() as tx:
        sent = tx.deliveries.find(mine.delivery.delivery_id)
        assert State.SENT is sent.state
        tx.deliveries.save(sent.again(NOON))
    assert 1 == heard()


def test_the_look_reads_the_beginnings_of_indexes_however_much_waits(unit_of_work, engine) -> None:
    """A quarter of a million rows must not be read four times a second."""
    out = issued(severity=Severity.MINOR)
    with unit_of_work() as tx:
        for _ in range(MANY // 5000):
            tx.deliveries.add([queued(out, channel=Channel.WEBHOOK) for _ in range(5000)])
    with engine.begin() as connection:
        connection.execute(text("ANALYZE deliveries"))
    buffers = []
    for _ in range(2):
        with engine.begin() as connection:
            before = _rows_read(connection)
        assert PostgresAgenda(engine).earliest()
        time.sleep(1.2)  # PostgreSQL's processes say once a second what they read
        with engine.begin() as connection:
            buffers.append(_rows_read(connection) - before)
    assert max(buffers) < MANY // 100


def _rows_read(connection) -> int:
    said = text(
        "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables"
        " WHERE relname = 'deliveries'"
    )
    return connection.scalar(said)
