"""PostgreSQL passes the suite that the fake passes."""

import pytest
from sqlalchemy import delete

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.analytics.outbound.postgres.tables import STALE_DAYS, USAGE_DAYS, USAGE_EVENTS
from services.analytics.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.ports.analytics_stores import AnalyticsStoreSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("analytics").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (USAGE_EVENTS, USAGE_DAYS, STALE_DAYS):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresAnalytics(AnalyticsStoreSuite):
    """On PostgreSQL."""
