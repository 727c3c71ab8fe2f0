"""PostgreSQL passes the suite that the fake passes; of several at once one sets a level."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from chassis.errors import StaleVersion
from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.site_response import LEAD
from services.alerts.outbound.postgres.past_alerts import PostgresPastAlerts
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.usecases.follow_threat_levels import FollowThreatLevels
from services.alerts.usecases.republish_site_responses import RepublishSiteResponses
from services.alerts.usecases.set_site_response import SetSiteResponse
from tests.fakes.alerts import person
from tests.fakes.plumbing import a_row
from tests.fakes.sites import wanted
from tests.fakes.whereabouts import SHOP, premises
from tests.ports.site_overrides_store import SiteOverridesStoreSuite

TABLES = ("site_notices", "site_overrides", "threat_level_changes", "outbox", "principals")


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=6)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=None
    )


class TestPostgresSiteOverrides(SiteOverridesStoreSuite):
    """On PostgreSQL."""

    @pytest.fixture
    def leads(self, engine):
        def made(*people):
            with engine.begin() as connection:
                for who, whose in people:
                    row = a_row(who, roles=frozenset({LEAD}), organisation_id=whose)
                    PrincipalsTable(connection).keep(row)

        return made


def test_of_many_at_once_one_sets_the_first_level(engine, unit_of_work) -> None:
    there = premises()
    with unit_of_work() as tx:
        tx.whereabouts.keep_premises(there)
    put = SetSiteResponse(unit_of_work=unit_of_work, clock=SystemClock(), ids=RandomIds())

    def tried(number: int) -> str:
        who = person(f"lead-{number}", LEAD, organisation_id=SHOP)
        try:
            put(
                who,
                premises_id=there.premises_id,
                wanted=wanted(SystemClock().now()),
                expected_version=1,
            )
        except StaleVersion:
            return "stale"
        return "set"

    with ThreadPoolExecutor(6) as people:
        said = list(people.map(tried, range(6)))
    assert (1, 5) == (said.count("set"), said.count("stale"))
    past = PostgresPastAlerts(engine)
    assert 1 == len(past.newest(9))
    follow = FollowThreatLevels(unit_of_work=unit_of_work, clock=SystemClock())
    assert follow() is None
    again = RepublishSiteResponses(unit_of_work=unit_of_work, clock=SystemClock())
    assert [1, 1] == [again(), again()]
    assert 2 == len(past.newest(9))
