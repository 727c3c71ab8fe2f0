"""PostgreSQL passes the suite that the fake passes."""

import pytest
from sqlalchemy import text

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.ports.rumours_store import RumoursStoreSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM rumours"))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=None
    )


class TestPostgresRumours(RumoursStoreSuite):
    """On PostgreSQL."""
