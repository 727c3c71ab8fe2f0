"""PostgreSQL passes the suites that the fakes of answers pass."""

import pytest
from sqlalchemy import delete

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import PRINCIPALS
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.standing import Standing
from services.alerts.outbound.postgres.answer_tables import (
    ANSWER_HISTORY,
    ANSWERS,
    HELP_REQUESTS,
    HELP_SHIFTS,
)
from services.alerts.outbound.postgres.page_tables import OFFICERS, PAGE_RUNS, PAGES
from services.alerts.outbound.postgres.situation_tables import REPORTERS, SIGHTINGS
from services.alerts.outbound.postgres.tables import ALERTS
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.usecases.page_ports import Officer
from tests.fakes.alerts import NOON, submitted
from tests.fakes.plumbing import a_row
from tests.fakes.record import SENDER
from tests.ports.answer_stores import AnswersSuite, HelpDeskSuite
from tests.ports.paging_store import PagingSuite, a_run
from tests.ports.situations_store import SituationsSuite

TABLES = (
    *(ANSWERS, ANSWER_HISTORY, HELP_REQUESTS, HELP_SHIFTS),
    *(OFFICERS, PAGE_RUNS, PAGES, ALERTS, PRINCIPALS),
    *(REPORTERS, SIGHTINGS),
)


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=SENDER
    )


class TestPostgresAnswers(AnswersSuite):
    """On PostgreSQL."""


class TestPostgresHelpDesk(HelpDeskSuite):
    """On PostgreSQL."""


class TestPostgresPaging(PagingSuite):
    """On PostgreSQL."""

    def test_who_holds_a_role_now_is_found_and_who_does_not_is_forgotten(
        self, unit_of_work, engine
    ) -> None:
        duty = frozenset({"duty-officer"})
        with engine.begin() as connection:
            principals = PrincipalsTable(connection)
            principals.keep(a_row("duty", roles=duty, regions=frozenset({"LON"})))
            principals.keep(a_row("away", roles=duty, standing=Standing.SUSPENDED))
            principals.keep(a_row("reader"))
        with unit_of_work() as tx:
            (found,) = tx.paging.holders("duty-officer")
            three = ("duty", "away", "reader")
            assert [found] == list(tx.paging.holders("duty-officer", among=three))
            assert [] == list(tx.paging.holders("duty-officer", among=["away", "reader"]))
            for who in ("duty", "reader", "unheard-of"):
                tx.paging.keep_officer(
                    Officer(subject=who, version=1, email="a@police.example", language="en")
                )
            assert 1 == tx.paging.forget(SystemClock().now(), most=10)
            assert tx.paging.officer("reader") is None
            assert tx.paging.officer("unheard-of") is not None
        assert ("duty", frozenset({"LON"})) == (found.subject, found.regions)

    def test_two_who_climb_at_once_climb_different_ladders(self, unit_of_work) -> None:
        with unit_of_work() as tx:
            tx.paging.begin([a_run(submitted()), a_run(submitted())])
        with unit_of_work() as one, unit_of_work() as other:
            first, second = one.paging.claim(NOON), other.paging.claim(NOON)
            assert first.run_id != second.run_id


class TestPostgresSituations(SituationsSuite):
    """On PostgreSQL."""
