"""PostgreSQL passes the suite that the fake of partner sites passes, and keeps who may be named."""

import pytest
from sqlalchemy import delete, select

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.identity.outbound.postgres.partner_tables import (
    BROKERED_PEOPLE,
    PARTNER_PROVIDERS,
    PARTNER_SIGN_INS,
    PARTNER_SITES,
)
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.identity import subscriber
from tests.fakes.partners import NOON, an_active_site
from tests.ports.partners_store import PartnersStoreSuite
from tests.ports.providers_store import ProvidersStoreSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (PARTNER_SITES, PARTNER_SIGN_INS, PARTNER_PROVIDERS, BROKERED_PEOPLE):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresPartners(PartnersStoreSuite):
    """On PostgreSQL."""


class TestPostgresProviders(ProvidersStoreSuite):
    """On PostgreSQL."""


def test_one_is_told_ones_part_in_a_site_and_erased_from_it(unit_of_work, engine) -> None:
    site = an_active_site(steward="one", proposed_by="one").with_secret("a secret", at=NOON)
    person = subscriber("one")
    with unit_of_work() as tx:
        tx.partner_sites.add(site)
        (row,) = [
            each for table, _, each in tx.personal_data.export(person) if table == "partner_sites"
        ]
        assert ["proposed_by", "steward"] == row["part"]
        assert "a secret" not in repr(row)
        assert "second" not in repr(row), "who confirmed it is somebody else"
        tx.personal_data.erase(person, "a pseudonym")
    with engine.connect() as connection:
        left = connection.execute(select(PARTNER_SITES)).one()
    assert ("a pseudonym", "a pseudonym", "second") == (
        left.steward,
        left.proposed_by,
        left.confirmed_by,
    )
