"""PostgreSQL passes the suite that the fake passes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Connection, delete, text

from chassis.postgres.audit import seal
from chassis.postgres.engine import open_engine, open_reader
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import PRINCIPALS
from chassis.principals import PrincipalRow
from chassis.pseudonyms import Pseudonyms
from kernel.pages import Place
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.exercise import MARK
from services.alerts.domain.recipient import Endpoint, Recipient
from services.alerts.domain.webhook import Mode, Webhook
from services.alerts.domain.wording import CapStatus
from services.alerts.messages import alert_to_pb
from services.alerts.outbound.postgres.cascade_tables import CASCADE_MEMBERS
from services.alerts.outbound.postgres.delivery_tables import (
    CHANNELS,
    DELIVERIES,
    DISPATCHES,
    RECIPIENTS,
)
from services.alerts.outbound.postgres.reach_counts import PostgresReach
from services.alerts.outbound.postgres.recipients_store import PostgresRecipients
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.outbound.postgres.webhook_tables import WEBHOOKS
from services.alerts.outbound.postgres.webhooks_store import PostgresWebhooks
from services.alerts.outbound.postgres.whereabouts_store import PostgresWhereabouts
from services.alerts.outbound.postgres.whereabouts_tables import ORGANISATIONS, PREMISES
from services.alerts.usecases.ports import UnitOfWork
from tests.fakes.alerts import EVERYTHING, issued, person
from tests.fakes.record import SENDER
from tests.fakes.webhooks import webhook
from tests.fakes.whereabouts import MemoryWhereabouts
from tests.ports.alerts_store import AlertsStoreSuite
from tests.ports.fan_out import FanOutSuite, Knowing
from tests.ports.freezes_store import FreezesStoreSuite
from tests.ports.reach import Counting, ReachSuite
from tests.ports.sharing import SharingSuite
from tests.ports.templates_store import TemplatesStoreSuite
from tests.unit.alerts.areas import BATH, SQUARE, UGC

KEY = Pseudonyms(b"k")


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alerts"))
        connection.execute(text("DELETE FROM freezes"))
        connection.execute(text("DELETE FROM templates"))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=KEY, sender=SENDER
    )


def behind(recipient: Recipient, endpoint: Endpoint) -> Webhook:
    """The endpoint that a recipient is."""
    return webhook(
        webhook_id=recipient.recipient_id,
        organisation_id=endpoint.organisation_id,
        mode=Mode.TEST if endpoint.test else Mode.LIVE,
    )


class TestPostgresSharing(SharingSuite):
    """What was issued before, in PostgreSQL."""


class TestPostgresReach(ReachSuite):
    """Counted by PostgreSQL."""

    @pytest.fixture
    def counting(self, engine) -> Iterator[Counting]:
        """Each statement by itself, as where `serve` reads: nothing may need a transaction."""
        url = engine.url.render_as_string(hide_password=False)
        reader = open_reader(url, process="test-reader", pool=1)
        with reader.connect() as connection:

            def count(
                people: list[PrincipalRow],
                recipients: list[Recipient],
                whereabouts: MemoryWhereabouts,
            ) -> PostgresReach:
                know(connection, people, recipients, whereabouts)
                return PostgresReach(connection)

            yield count
        reader.dispose()


class TestPostgresFanOut(FanOutSuite):
    """Queued by PostgreSQL."""

    @pytest.fixture
    def knowing(self, engine) -> Knowing:
        def open_stores(
            people: list[PrincipalRow],
            recipients: list[Recipient],
            whereabouts: MemoryWhereabouts,
        ) -> UnitOfWork:
            with engine.begin() as connection:
                for table in (DISPATCHES, DELIVERIES, CASCADE_MEMBERS):
                    connection.execute(delete(table))
                know(connection, people, recipients, whereabouts)
            return open_unit_of_work(
                engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=KEY, sender=SENDER
            )

        return open_stores


def know(
    connection: Connection,
    people: list[PrincipalRow],
    recipients: list[Recipient],
    whereabouts: MemoryWhereabouts,
) -> None:
    """Keep these and no others."""
    for table in (PRINCIPALS, CHANNELS, RECIPIENTS, WEBHOOKS, ORGANISATIONS, PREMISES):
        connection.execute(delete(table))
    for row in people:
        PrincipalsTable(connection).keep(row)
    kept, endpoints = PostgresRecipients(connection), PostgresWebhooks(connection)
    for each in recipients:
        kept.keep(each)
        if each.endpoint is not None:
            endpoints.add(behind(each, each.endpoint))
        for address in each.addresses:
            if address.suspended:
                kept.suspend(each.recipient_id, address.channel, "no such address", version=None)
    places = PostgresWhereabouts(connection)
    for organisation in whereabouts.organisation.values():
        places.keep_organisation(organisation)
    for premises in whereabouts.premises.values():
        places.keep_premises(premises)


class TestPostgresFreezes(FreezesStoreSuite):
    """On PostgreSQL."""


class TestPostgresTemplates(TemplatesStoreSuite):
    """On PostgreSQL."""


class TestPostgresAlerts(AlertsStoreSuite):
    """On PostgreSQL."""


def test_rows_from_before_there_was_a_status_keep_what_they_said_and_its_digest(
    unit_of_work, engine
) -> None:
    """An exercise stays one, and says so in each text wherever it is shown."""
    new = ("cap_status", "digest_version", "channels", "translations", "area")
    new += ("categories", "response_types")
    for exercise, status, version in (
        (None, CapStatus.ACTUAL, 1),
        (False, CapStatus.ACTUAL, 1),
        (True, CapStatus.EXERCISE, 2),
    ):
        out = issued()
        with unit_of_work() as tx:
            tx.alerts.add(out)
        said = {} if exercise is None else {"exercise": exercise}
        with engine.begin() as connection:
            connection.execute(
                text(
                    "UPDATE alerts SET content ="
                    " (content - CAST(:new AS text[])) || CAST(:said AS jsonb)"
                    " WHERE alert_id = :id"
                ),
                {"new": list(new), "said": json.dumps(said), "id": out.alert_id},
            )
        with unit_of_work() as tx:
            read = tx.alerts.get(out.alert_id)
        assert (status, version) == (read.content.cap_status, read.content.digest_version)
        assert read.content.headline == out.content.headline
        shown = alert_to_pb(read).content
        assert (MARK in shown.description) == (status is CapStatus.EXERCISE)


def test_a_row_from_when_every_area_was_one_circle_keeps_what_it_said_and_its_digest(
    unit_of_work, engine
) -> None:
    """And a new one says to an earlier version of us what that can read."""
    area = AlertArea(place="Two", shapes=(SQUARE, BATH), geocodes=(UGC,))
    old, new = issued(area=EVERYTHING["area"]), issued(area=area)
    old = replace(old, content=replace(old.content, digest_version=4))
    with unit_of_work() as tx:
        tx.alerts.add(old)
        tx.alerts.add(new)
    said = text("SELECT content FROM alerts WHERE alert_id = :id")
    with engine.begin() as connection:
        as_it_was = connection.scalar(said, {"id": old.alert_id})
        for_both = connection.scalar(said, {"id": new.alert_id})
    circle = {"place": "Bath", "latitude": 51.381, "longitude": -2.359, "radius_metres": 500}
    assert (circle, False) == (as_it_was["area"], "area_shapes" in as_it_was)
    assert area.around == tuple(
        for_both["area"][name] for name in ("latitude", "longitude", "radius_metres")
    )
    with unit_of_work() as tx:
        assert old.digest == tx.alerts.get(old.alert_id).digest
        assert new == tx.alerts.get(new.alert_id)


def test_the_decision_log_reads_the_audit_chain_in_order(unit_of_work, engine) -> None:
    """Sealed or not, of these alerts or of all, page by page."""
    ids, who = [str(uuid4()) for _ in range(3)], person("author", "alert-author")
    began = datetime.now(UTC)
    with unit_of_work() as tx:
        for number in range(9):
            tx.audit.record(who, "alerts:edit", ids[number % 3], bytes([number]) * 32, why="w")
        tx.audit.record(who, "inquiry:export", "decisions")
    with engine.begin() as connection:
        seal(connection)
    with unit_of_work() as tx:
        tx.audit.record(who, "alerts:submit", ids[0])
        *sealed, last = tx.decisions.of(ids[:1], most=10)
        assert [0, 3, 6] == [each.digest[0] for each in sealed]
        assert ("alerts:submit", None) == (last.action, last.seal)
        numbers = [each.seal[0] for each in sealed]
        assert numbers == sorted(numbers)
        assert {"why": "w"} == sealed[0].detail
        assert 2 == len(tx.decisions.of(ids[:1], most=2))
        assert {last.actor: "author"} == dict(tx.audit.people({last.actor}))
        tx.audit.record(who, "alerts:read-red", ids[0])
        assert last == tx.decisions.of(ids[:1], most=10)[-1], "to read is no decision"
    seen, after = [], None
    with unit_of_work() as tx:
        until = datetime.now(UTC) + timedelta(minutes=1)
        while page := tx.decisions.between(began, until, after=after, size=4):
            seen += page
            after = Place(page[-1].at, page[-1].entry_id)
        assert 11 == len(seen) == len({each.entry_id for each in seen})
        assert [] == list(tx.decisions.between(until, until + timedelta(1), after=None, size=4))
