"""The training of organisations' people in PostgreSQL."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.plumbing import a_row
from tests.ports.staff_store import StaffStoreSuite


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("training").app_url, process="test", pool=2)
    yield engine
    engine.dispose()


class TestPostgresStaff(StaffStoreSuite):
    """On PostgreSQL."""

    @pytest.fixture
    def unit_of_work(self, engine: Engine):
        return open_unit_of_work(
            engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
        )

    @pytest.fixture
    def belong(self, engine: Engine):
        def keep(subject: str, organisation_id: str | None) -> None:
            with engine.begin() as connection:
                PrincipalsTable(connection).keep(a_row(subject, organisation_id=organisation_id))

        return keep
