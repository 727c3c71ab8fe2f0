"""PostgreSQL passes the suites that the fakes of launched units pass."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.training.outbound.postgres.assessment_tables import WITHDRAWALS
from services.training.outbound.postgres.package_tables import PACKAGES
from services.training.outbound.postgres.tables import ENROLMENTS
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.ports.unit_records_stores import (
    LaunchesStoreSuite,
    StatementsStoreSuite,
    UnitDocumentsStoreSuite,
)


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("training").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine: Engine):
    with engine.begin() as connection:
        for each in (ENROLMENTS, WITHDRAWALS, PACKAGES):
            connection.execute(delete(each))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresLaunches(LaunchesStoreSuite):
    """On PostgreSQL."""


class TestPostgresStatements(StatementsStoreSuite):
    """On PostgreSQL."""


class TestPostgresUnitDocuments(UnitDocumentsStoreSuite):
    """On PostgreSQL."""
