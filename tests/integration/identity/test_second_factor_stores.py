"""PostgreSQL passes the suite that the fakes of second factors pass."""

import pytest
from sqlalchemy import delete

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.identity.outbound.postgres.second_factor_tables import FACTOR_LINKS, FACTOR_RESETS
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.ports.second_factor_stores import SecondFactorStoresSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (FACTOR_LINKS, FACTOR_RESETS):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresSecondFactorStores(SecondFactorStoresSuite):
    """On PostgreSQL."""
