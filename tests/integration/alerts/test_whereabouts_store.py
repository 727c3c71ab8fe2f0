"""PostgreSQL passes the suite that the fake of organisations and premises passes."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import PRINCIPALS
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.whereabouts import holdings_of
from services.alerts.outbound.postgres.delivery_tables import CHANNELS, RECIPIENTS
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.outbound.postgres.whereabouts_store import PostgresPlaces
from services.alerts.outbound.postgres.whereabouts_tables import ORGANISATIONS, PREMISES
from tests.fakes.deliveries import recipient
from tests.fakes.plumbing import a_row
from tests.fakes.record import SENDER
from tests.fakes.whereabouts import SHOP, organisation, premises
from tests.ports.whereabouts_store import WhereaboutsSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (ORGANISATIONS, PREMISES, RECIPIENTS, CHANNELS, PRINCIPALS):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=SENDER
    )


class TestPostgresWhereabouts(WhereaboutsSuite):
    """On PostgreSQL."""

    def test_what_changed_long_ago_is_not_told(self, unit_of_work, engine) -> None:
        with unit_of_work() as tx:
            tx.whereabouts.keep_premises(premises())
        with engine.begin() as connection:
            connection.execute(text("UPDATE premises SET changed_at = now() - interval '1 hour'"))
        with unit_of_work() as tx:
            assert ([], []) == tx.whereabouts.changed(timedelta(minutes=5))

    def test_the_stream_reads_the_same(self, unit_of_work, engine) -> None:
        there = premises()
        with unit_of_work() as tx:
            tx.whereabouts.keep_premises(there)
            tx.whereabouts.keep_organisation(organisation())
        places = PostgresPlaces(engine)
        assert ([organisation()], [there]) == places.find([SHOP])
        assert ([organisation()], [there]) == places.changed(timedelta(minutes=1))

    def test_an_account_comes_with_the_premises_of_its_organisation(
        self, unit_of_work, engine
    ) -> None:
        there, shop = recipient(subject="one"), premises()
        with engine.begin() as connection:
            PrincipalsTable(connection).keep(a_row("one", organisation_id=SHOP))
        with unit_of_work() as tx:
            tx.recipients.keep(there)
            tx.whereabouts.keep_premises(shop)
            tx.whereabouts.keep_organisation(organisation())
        with unit_of_work() as tx:
            found = tx.recipients.find(there.recipient_id)
            assert holdings_of(organisation(), [shop]) == found.holdings()
