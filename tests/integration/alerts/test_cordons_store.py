"""PostgreSQL passes the suite that the fake passes; each line that a cordon had is kept."""

import pytest
from sqlalchemy import text

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from isp.alerts.v1 import alerts_events_pb2
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.events import CordonChanged
from services.alerts.outbound.postgres.past_alerts import PostgresPastAlerts
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.alerts import NOON, issued
from tests.fakes.cordons import SQUARE, WIDER, line, live_cordon
from tests.ports.cordons_store import CordonsStoreSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in ("cordons", "cordon_shapes", "outbox"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=None
    )


class TestPostgresCordons(CordonsStoreSuite):
    """On PostgreSQL."""


def test_every_line_that_a_cordon_had_is_kept_for_an_inquiry(engine, unit_of_work) -> None:
    live = live_cordon(issued(), NOON)
    moves = live.move(line(NOON, polygon=WIDER), by="author", at=NOON)
    with unit_of_work() as tx:
        tx.cordons.add(live)
        tx.cordons.save(moves)
        tx.cordons.save(moves.confirm(by="second", read=moves.change_digest, at=NOON))
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT polygon FROM cordon_shapes ORDER BY number"))
        assert [SQUARE, WIDER] == list(kept.scalars())


def test_the_stream_finds_what_was_said_of_a_cordon(engine, unit_of_work) -> None:
    alert = issued()
    live = live_cordon(alert, NOON)
    with unit_of_work() as tx:
        tx.outbox.add(CordonChanged(live, alert))
        tx.outbox.again(CordonChanged(live, alert))
        tx.outbox.again(CordonChanged(live, alert))
    told = [
        alerts_events_pb2.CordonChanged.FromString(each.payload)
        for each in PostgresPastAlerts(engine).newest(9)
    ]
    assert [str(live.cordon_id)] * 2 == [each.cordon.cordon_id for each in told]
    assert "" == told[0].cordon.holder
