"""PostgreSQL passes the suites that the fakes of delivery pass."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, text

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import PRINCIPALS
from chassis.principals import PrincipalRow
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.content import Severity, Urgency
from services.alerts.domain.delivery import State
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.domain.recipient import Address, Channel
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.outbound.postgres.cascade_tables import CASCADE_MEMBERS
from services.alerts.outbound.postgres.delivery_tables import (
    CHANNELS,
    DELIVERIES,
    DISPATCHES,
    QUIET_ACCOUNTS,
    RECIPIENTS,
)
from services.alerts.outbound.postgres.page_tables import PAGES
from services.alerts.outbound.postgres.site_tables import SITE_NOTICES
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.outbound.postgres.webhook_tables import WEBHOOKS
from services.alerts.usecases.send_deliveries import SendDeliveries
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import MemoryMeasures, MemorySender, recipient
from tests.fakes.plumbing import SetClock, a_row
from tests.fakes.record import SENDER
from tests.ports.delivery_stores import (
    DeliveriesSuite,
    DispatchesSuite,
    RecipientsSuite,
    queued,
)
from tests.ports.preview import PreviewSuite, Rights
from tests.ports.quiet_accounts import QuietAccountsSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (
            *(RECIPIENTS, CHANNELS, DISPATCHES, DELIVERIES, PRINCIPALS, WEBHOOKS),
            QUIET_ACCOUNTS,
        ):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=SENDER
    )


class TestPostgresRecipients(RecipientsSuite, QuietAccountsSuite):
    """On PostgreSQL."""

    def test_the_hours_of_a_closed_account_go_and_of_no_other(self, unit_of_work, engine) -> None:
        people = {"open": Standing.ACTIVE, "held": Standing.SUSPENDED, "shut": Standing.CLOSED}
        with engine.begin() as connection:
            for who, standing in people.items():
                PrincipalsTable(connection).keep(a_row(who, standing=standing))
        with unit_of_work() as tx:
            for each in (*people, "not yet known"):
                tx.quiet_accounts.keep(QuietAccount(subject=each, version=1, quiet=(0, 60)))
            assert [1, 0] == [tx.quiet_accounts.forget_closed(most=9) for _ in range(2)]
            assert tx.quiet_accounts.of("shut") is None
            assert all(map(tx.quiet_accounts.of, ("open", "held", "not yet known")))

    def test_an_account_comes_with_its_rights_as_they_are(self, unit_of_work, engine) -> None:
        there = recipient(subject="one")
        row = a_row("one", tier=Tier.VERIFIED, sectors=frozenset({"retail"}))
        with unit_of_work() as tx:
            tx.recipients.keep(there)
            assert tx.recipients.find(there.recipient_id).account is None
        with engine.begin() as connection:
            PrincipalsTable(connection).keep(row)
        with unit_of_work() as tx:
            (found,) = tx.recipients.of("one")
        assert (Tier.VERIFIED, frozenset({"retail"})) == (
            found.principal().tier,
            found.principal().sectors,
        )
        suspended = a_row("one", rights_version=2, standing=Standing.SUSPENDED)
        with engine.begin() as connection:
            PrincipalsTable(connection).keep(suspended)
        with unit_of_work() as tx:
            (found,) = tx.recipients.of("one")
        assert Tier.PUBLIC is found.principal().tier


class TestPostgresPreview(PreviewSuite):
    """Counted by one query, queued by the real queueing."""

    @pytest.fixture
    def rights(self, engine) -> Rights:
        def know(rows: list[PrincipalRow]) -> None:
            with engine.begin() as connection:
                for row in rows:
                    PrincipalsTable(connection).keep(row)

        return know


class TestPostgresDispatches(DispatchesSuite):
    """On PostgreSQL."""


class TestPostgresDeliveries(DeliveriesSuite):
    """On PostgreSQL."""

    def test_two_who_claim_at_once_get_different_ones(self, unit_of_work) -> None:
        out = issued()
        with unit_of_work() as tx:
            tx.deliveries.add([queued(out) for _ in range(4)])
        asked = {"at": NOON, "until": NOON + timedelta(minutes=1), "up_to": None}
        with unit_of_work() as one, unit_of_work() as other:
            first = one.deliveries.claim(Channel.EMAIL, most=2, **asked)
            second = other.deliveries.claim(Channel.EMAIL, most=4, **asked)
        taken = [each.delivery.delivery_id for each in (*first, *second)]
        assert 4 == len(set(taken)) == len(taken)
        assert {State.SENDING} == {each.delivery.state for each in (*first, *second)}

    def test_what_is_long_over_is_forgotten_and_what_waits_is_not(
        self, unit_of_work, engine
    ) -> None:
        with unit_of_work() as tx:
            over = queued(issued()).dropped("over")
            tx.deliveries.add([over, queued(issued())])
        with engine.begin() as connection:
            connection.execute(text("UPDATE deliveries SET changed_at = now() - interval '9 days'"))
        week_ago = SystemClock().now() - timedelta(days=7)
        with unit_of_work() as tx:
            assert [1, 0] == [tx.deliveries.forget(week_ago, most=10) for _ in range(2)]
            assert tx.deliveries.find(over.delivery_id) is None


def test_what_went_to_a_person_is_theirs_and_nobody_elses(unit_of_work, engine) -> None:
    """Sent, by which branch it came, paged, and told of their premises."""
    mine, other, out = recipient(subject="one"), recipient(subject="two"), issued()
    with unit_of_work() as tx:
        for each in (mine, other):
            tx.recipients.keep(each)
            tx.deliveries.add([queued(out, each.recipient_id)])
    with engine.begin() as connection:
        for who in (mine, other):
            common = {"attempts": 0, "given_up": "", "due_at": NOON}
            branch = {"alert_id": out.alert_id, "region": "LON", "sector": "retail"}
            member = branch | {"recipient_id": who.recipient_id}
            connection.execute(insert(CASCADE_MEMBERS).values(member))
            page = {"page_id": uuid4(), "run_id": uuid4(), "rung": 0, "why": "HELP"}
            page |= {"alert_id": out.alert_id, "region": "LON", "subject": who.subject}
            connection.execute(insert(PAGES).values(common | page))
            told = {"notice_id": uuid4(), "override_id": uuid4(), "version": 1}
            connection.execute(
                insert(SITE_NOTICES).values(common | told | {"subject": who.subject})
            )
    with unit_of_work() as tx:
        rows = tx.sent_to.of("one")
        assert [] == list(tx.sent_to.of("three"))
    assert ["deliveries", "cascade_members", "pages", "site_notices"] == [row[0] for row in rows]
    assert all(purpose for _, purpose, _ in rows)
    assert ("EMAIL", "LON") == (rows[0][2]["channel"], rows[2][2]["region"])


@pytest.mark.parametrize("channel", [Channel.WEB_PUSH, Channel.MOBILE_PUSH])
def test_who_has_push_alone_is_held_at_night_and_never_from_what_is_about_lives(
    unit_of_work, channel
) -> None:
    alerts = [
        issued(severity=Severity.MINOR, urgency=urgency, expires_at=NOON + timedelta(hours=6))
        for urgency in (Urgency.EXPECTED, Urgency.IMMEDIATE)
    ]
    there = Address(channel=channel, address="ANDROID:simulated-token")
    phone = recipient(subject="owner", addresses=(there,))
    waits, goes = (queued(each, phone.recipient_id, channel) for each in alerts)
    with unit_of_work() as tx:
        tx.recipients.keep(phone)
        tx.quiet_accounts.keep(QuietAccount(subject="owner", version=1, quiet=(11 * 60, 13 * 60)))
        for each in alerts:
            tx.alerts.add(each)
        tx.deliveries.add([waits, goes])
    sender = MemorySender()
    SendDeliveries(
        unit_of_work=unit_of_work,
        channel=channel,
        sender=sender,
        measures=MemoryMeasures(),
        clock=SetClock(NOON),
        public_url="https://isp.example",
        links=LinkSealer("secret"),
    )()
    assert [goes.delivery_id] == [reference for _, _, reference in sender.taken]
    with unit_of_work() as tx:
        held = tx.deliveries.find(waits.delivery_id)
    assert (State.QUEUED, NOON + timedelta(hours=1)) == (held.state, held.due_at)
