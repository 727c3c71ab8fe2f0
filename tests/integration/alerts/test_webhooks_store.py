"""PostgreSQL passes the suite that the fake of endpoints passes."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import delete

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.outbound.postgres.delivery_tables import (
    CHANNELS,
    DELIVERIES,
    DISPATCHES,
    RECIPIENTS,
)
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.outbound.postgres.webhook_tables import PINGS, WEBHOOKS
from tests.fakes.record import SENDER
from tests.fakes.webhooks import webhook
from tests.ports.webhooks_store import WebhooksSuite, ping


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (RECIPIENTS, CHANNELS, DISPATCHES, DELIVERIES, WEBHOOKS, PINGS):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=SENDER
    )


class TestPostgresWebhooks(WebhooksSuite):
    """On PostgreSQL."""

    def test_two_senders_never_take_one_ping(self, unit_of_work) -> None:
        there = webhook()
        first, second = ping(there.webhook_id), ping(there.webhook_id)
        with unit_of_work() as tx:
            tx.webhooks.keep_ping(first)
            tx.webhooks.keep_ping(second)
        with unit_of_work() as one, unit_of_work() as other:
            taken = {one.webhooks.waiting_ping().ping_id, other.webhooks.waiting_ping().ping_id}
        assert {first.ping_id, second.ping_id} == taken

    def test_an_organisation_cannot_have_more_by_asking_twice_at_once(self, unit_of_work) -> None:
        together = Barrier(2)

        def register() -> None:
            together.wait()
            with unit_of_work() as tx:
                if not tx.webhooks.of("hall", lock=True):
                    tx.webhooks.add(webhook())

        threads = [Thread(target=register) for _ in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        with unit_of_work() as tx:
            assert 1 == len(tx.webhooks.of("hall"))
