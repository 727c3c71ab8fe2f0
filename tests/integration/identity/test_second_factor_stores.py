"""PostgreSQL passes the suite of second factors' fakes; and what a copy has of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.second_factor import FactorLink
from services.identity.outbound.postgres.second_factor_tables import FACTOR_LINKS, FACTOR_RESETS
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.identity import NOON, subscriber
from tests.ports.second_factor_stores import SecondFactorStoresSuite, confirmed_by_second


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


def test_a_copy_names_no_officer_to_the_person_and_no_person_to_an_officer(unit_of_work) -> None:
    reset = FactorReset.proposed(uuid4(), "owner", by="officer", reason="Lost.", at=NOON)
    hour = NOON + timedelta(hours=1)
    with unit_of_work() as tx:
        tx.factor_resets.add(confirmed_by_second(reset, hour))
        tx.factor_links.put(FactorLink(subject="owner", digest=b"of-a-token", good_until=hour))
    with unit_of_work() as tx:
        copies = {
            who: {table: row for table, _, row in tx.personal_data.export(subscriber(who))}
            for who in ("owner", "officer", "second")
        }
    own = copies["owner"]["factor_resets"]
    assert {"reset_id", "subject", "reason", "proposed_at", "due_at"} == set(own)
    assert {"subject": "owner", "good_until": hour} == copies["owner"]["factor_links"]
    worked_on = {"reset_id": reset.reset_id, "worked_on_as": "officer"}
    for who in ("officer", "second"):
        assert worked_on == copies[who]["factor_resets"]
