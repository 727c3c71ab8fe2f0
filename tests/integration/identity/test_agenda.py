"""PostgreSQL passes the suite of identity's agenda, and says by a notice that something waits."""

import psycopg
import pytest
from sqlalchemy import text

from chassis.notices import conninfo
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from chassis.watch import CHANNEL
from kernel.ports import RandomIds, SystemClock
from services.identity.outbound.postgres.agenda import PostgresAgenda
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.identity import NOON
from tests.fakes.role_grants import a_proposal
from tests.ports.identity_agenda import AgendaSuite, mail, message, task


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("identity")


@pytest.fixture(scope="module")
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in ("keycloak_tasks", "mails", "text_messages", "role_grants", "closed_groups"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


@pytest.fixture
def agenda(engine) -> PostgresAgenda:
    return PostgresAgenda(engine)


class TestPostgresAgenda(AgendaSuite):
    """On PostgreSQL."""


def test_each_queue_says_that_there_is_something_new_and_not_that_it_was_put_off(
    database, unit_of_work
) -> None:
    with psycopg.connect(conninfo(database.app_url, process="test"), autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        for store, what in (("tasks", task()), ("mails", mail()), ("texts", message())):
            with unit_of_work() as tx:
                getattr(tx, store).add(what)
            assert 1 == len(list(ear.notifies(timeout=1, stop_after=1)))
            with unit_of_work() as tx:
                getattr(tx, store).later(what, NOON, "away")
            assert [] == list(ear.notifies(timeout=0.2))


def test_a_role_that_is_proposed_or_changes_is_looked_at_anew(database, unit_of_work) -> None:
    with psycopg.connect(conninfo(database.app_url, process="test"), autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}")
        with unit_of_work() as tx:
            tx.role_grants.add(waits := a_proposal())
        assert 1 == len(list(ear.notifies(timeout=1, stop_after=1)))
        with unit_of_work() as tx:
            tx.role_grants.save(waits.lapsed(NOON))
        assert 1 == len(list(ear.notifies(timeout=1, stop_after=1)))
