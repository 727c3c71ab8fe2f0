"""PostgreSQL passes the suite that the fakes of seats and cascades pass, and counts people."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import delete

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import PRINCIPALS
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.answer import Answer
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.domain.situation import Reporter
from services.alerts.outbound.postgres.answer_tables import ANSWER_HISTORY, ANSWERS
from services.alerts.outbound.postgres.cascade_tables import (
    BRANCH_REPORTS,
    CASCADE_MEMBERS,
    CASCADE_STEPS,
    SEATS,
)
from services.alerts.outbound.postgres.delivery_tables import (
    CHANNELS,
    DELIVERIES,
    DISPATCHES,
    RECIPIENTS,
)
from services.alerts.outbound.postgres.situation_tables import REPORTERS, SIGHTINGS
from services.alerts.outbound.postgres.tables import ALERTS
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.usecases.cascade_ports import Figures
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import recipient
from tests.fakes.plumbing import a_row
from tests.fakes.record import SENDER
from tests.ports.answer_stores import answered, someone
from tests.ports.cascade_stores import CascadeStoresSuite, a_step

TABLES = (
    *(SEATS, CASCADE_STEPS, CASCADE_MEMBERS, BRANCH_REPORTS),
    *(DISPATCHES, RECIPIENTS, CHANNELS, DELIVERIES, ALERTS, PRINCIPALS),
    *(ANSWERS, ANSWER_HISTORY, REPORTERS, SIGHTINGS),
)


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(delete(table))
    return open_unit_of_work(
        engine,
        clock=SystemClock(),
        ids=RandomIds(),
        pseudonyms=Pseudonyms(b"k"),
        sender=SENDER,
    )


class TestPostgresCascades(CascadeStoresSuite):
    """On PostgreSQL."""


def test_people_are_counted_by_branch_once_whatever_ways_they_have(engine, unit_of_work) -> None:
    """Reached is who was handed it, answered is who did so in its thread."""
    shop = recipient("shop@retail.example", subject="shop")
    other = recipient("other@retail.example", subject="other")
    alert, branch = issued(), ("LON", "retail")
    thread_id = alert.thread.thread_id
    with unit_of_work() as tx:
        tx.alerts.add(alert)
        for each in (shop, other):
            tx.recipients.keep(each)
            row = Delivery.queued(uuid4(), alert, each.recipient_id, Channel.EMAIL, at=NOON)
            handed = NOON if each is shop else None
            tx.deliveries.add([replace(row, handed_at=handed, state=State.SENT)])
        tx.cascades.begin([a_step(alert_id=alert.alert_id)])
        tx.cascades.came_by(alert.alert_id, [(each.recipient_id, branch) for each in (shop, other)])
        tx.answers.save(answered(thread_id, someone("shop"), Answer.NEED_HELP))
        tx.situations.save(
            Reporter(
                thread_id=thread_id,
                subject="shop",
                region="LON",
                seen={"SMOKE": NOON},
                window_at=NOON,
                version=1,
            )
        )
    with engine.begin() as connection:
        PrincipalsTable(connection).keep(
            a_row("shop", regions=frozenset({"LON"}), sectors=frozenset({"retail"}))
        )
    with unit_of_work() as tx:
        found = tx.cascades.figures(alert.alert_id, thread_id, NOON)
    assert {branch: Figures(reached=1, answered=1, need_help=1, sightings={"SMOKE": 1})} == found
