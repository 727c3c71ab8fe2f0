"""PostgreSQL passes the suite that the fake passes, and holds to one drill at a time itself."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.tiers import Tier
from services.alerts.domain.alert import PUBLISHED
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.alerts import person
from tests.ports.drills_store import DrillsStoreSuite, drill
from tests.unit.alerts.drilling import COLLEAGUE, LEAD, STRANGER


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alerts"))
        connection.execute(text("DELETE FROM principals"))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=None
    )


@pytest.fixture
def keep_people(engine):
    def keep(rows) -> None:
        with engine.begin() as connection:
            for each in rows:
                PrincipalsTable(connection).keep(each)

    return keep


class TestPostgresDrills(DrillsStoreSuite):
    """On PostgreSQL."""


def test_the_record_itself_holds_to_one_at_a_time(unit_of_work) -> None:
    """Whatever our own code may come to do."""
    with unit_of_work() as tx:
        tx.alerts.add(drill(drill_id=uuid4()))
    with pytest.raises(IntegrityError, match="alerts_one_drill"), unit_of_work() as tx:
        tx.alerts.add(drill(drill_id=uuid4()))


def test_lists_show_it_to_its_organisations_people_alone(unit_of_work) -> None:
    with unit_of_work() as tx:
        tx.alerts.add(ours := drill())
    officer = person("author", "alert-author", "alert-approver", tier=Tier.TRUSTED)

    def seen(who) -> list:
        with unit_of_work() as tx:
            return list(tx.alerts.page(who, PUBLISHED, after=None, size=9))

    assert [[ours], [ours]] == [seen(LEAD), seen(COLLEAGUE)]
    assert [[], []] == [seen(STRANGER), seen(officer)]
