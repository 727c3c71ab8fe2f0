"""What stood before seats had associates and regions their messages is whole after the update.

A database at the revisions of then gets rows of then, is migrated by Alembic, and tells of all of
it again: identity's seats and rights are what they were, alerts' drafts go on, its copies agree.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from chassis.consumers import IncomingEvent
from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import OUTBOX
from kernel.ports import RandomIds
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.bootstrap import VERSIONS as OF_ALERTS
from services.alerts.domain import seat as copy
from services.alerts.domain.alert import Alert
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.inbound.events import consumptions
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as of_alerts
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_organisation import KeepOrganisation
from services.alerts.usecases.keep_passkey_keys import KeepPasskeyKeys
from services.alerts.usecases.keep_premises import KeepPremises
from services.alerts.usecases.keep_quiet_account import KeepQuietAccount
from services.alerts.usecases.keep_recipient import KeepRecipient
from services.alerts.usecases.keep_seat import KeepSeat
from services.identity.bootstrap import VERSIONS as OF_IDENTITY
from services.identity.domain.quiet_hours import QuietHours
from services.identity.domain.seat import Seat, SeatPlace, SeatRole, Tenure
from services.identity.outbound.postgres.subscribers_store import principal_row
from services.identity.outbound.postgres.unit_of_work import unit_of_work as of_identity
from services.identity.usecases.republish_principals import RepublishPrincipals
from services.identity.usecases.republish_recipients import RepublishRecipients
from services.identity.usecases.republish_seats import RepublishSeats
from tests.fakes.alerts import drafted, issued, submitted
from tests.fakes.identity import NOON, subscriber
from tests.fakes.plumbing import SetClock
from tests.fakes.record import SENDER
from tests.fakes.subscriptions import PHONE, PSEUDONYMS, a_subscription
from tests.integration.chassis.old_rows import all_rows, copied, made_old, upgraded

BEFORE: Final = {"identity": "identity_0470", "alerts": "alerts_0210"}
VERSIONS: Final = {"identity": OF_IDENTITY, "alerts": OF_ALERTS}
CLOCK, IDS = SetClock(NOON), RandomIds()
NIGHT: Final = QuietHours(1320, 420)


def seat(region: str, sector: str = "", holder: str = "", **more: Any) -> Seat:
    """Return a seat with a term; without a sector a coordinator's."""
    role = SeatRole.SECTOR_LEAD if sector else SeatRole.REGIONAL_COORDINATOR
    sits = Tenure(subject=holder, since=NOON, until=NOON + timedelta(days=300), appointed_by="hub")
    place = SeatPlace(role=role, region=region, sector=sector)
    return Seat(
        seat_id=uuid4(), place=place, created_at=NOON, holder=sits if holder else None, **more
    )


ACTING: Final = Tenure(subject="second", since=NOON, until=None, appointed_by="first")
SEATS: Final = (
    seat("LON", holder="first", version=3),
    seat("LON", "retail", holder="lead", deputy=ACTING, version=7),
    seat("WAL", "retail"),
    seat("NW", closed_at=NOON, version=4),
)
PEOPLE: Final = (
    subscriber("first", roles=frozenset({"regional-coordinator"}), tier=Tier.TRUSTED),
    subscriber("second", roles=frozenset({"sector-lead"}), tier=Tier.VERIFIED, rights_version=5),
    subscriber("lead", roles=frozenset({"sector-lead"}), tier=Tier.VERIFIED),
    subscriber("gone", standing=Standing.CLOSED, rights_version=9),
    subscriber("asleep"),
)
PHONED: Final = a_subscription(PHONE).held_by("asleep", PHONE, language="cy", at=NOON)
WAITING: Final = submitted(headline="Waits")
ALERTS: Final[tuple[Alert, ...]] = (
    drafted(headline="Draft"),
    WAITING,
    submitted(headline="Back").return_(by="approver", why="Shorter.", at=NOON),
    issued(headline="Out"),
)


@dataclass(frozen=True)
class Databases:
    """Databases with rows: as the code of now writes them, and the same as they were before."""

    made: Callable[[str], Any]
    now: dict[str, Engine]
    old: dict[str, Engine] = field(default_factory=dict)

    def upgrade(self, service: str, but: str = "") -> None:
        """Make one of a service as it was, and bring it to the newest."""
        url = self.made(service).owner_url
        self.old[service] = made_old(url, VERSIONS[service], BEFORE[service])
        copied(self.now[service], self.old[service])
        upgraded(self.old[service], VERSIONS[service], app_role=f"{service}_app", but=but)

    def whole(self, service: str) -> None:
        """See that nothing tells it from one that was always of now.

        But for one thing: who runs an organisation older rows do not know, which is nobody; it
        comes with the next word of identity.
        """
        now, old = all_rows(self.now[service]), all_rows(self.old[service])
        assert {None} == {each.pop("organisation_admin") for each in old["principals"]}
        assert {None} != {each.pop("organisation_admin") for each in now["principals"]}
        assert now == old


SAID: Final[dict[str, Any]] = {"clock": CLOCK, "ids": IDS, "pseudonyms": PSEUDONYMS}


def on_record(identity: Engine) -> Any:
    """Return what opens transactions of identity."""
    return of_identity(identity, **SAID)


def drafting(alerts: Engine) -> Any:
    """Return what opens transactions of alerts."""
    return of_alerts(alerts, sender=SENDER, **SAID)


@pytest.fixture(scope="module")
def now(new_database) -> Iterator[dict[str, Engine]]:
    made = {
        each: open_engine(new_database(each).owner_url, process="test", pool=2) for each in BEFORE
    }
    _write(made["identity"], made["alerts"])
    yield made
    for engine in made.values():
        engine.dispose()


@pytest.fixture
def databases(new_database, now) -> Iterator[Databases]:
    there = Databases(new_database, now)
    yield there
    for engine in there.old.values():
        engine.dispose()


def _write(identity: Engine, alerts: Engine) -> None:
    with on_record(identity)() as tx:
        for person in PEOPLE:
            tx.subscribers.add(person)
        for each in SEATS:
            tx.seats.add(each)
        tx.subscriptions.add(PHONED)
        tx.quiet_hours.keep("asleep", NIGHT)
        tx.quiet_hours.keep("lead", NIGHT)
    with drafting(alerts)() as tx:
        for alert in ALERTS:
            tx.alerts.add(alert)
        for each in SEATS[:2]:  # an older copy than identity's, and of none of the others
            tx.seats.keep(replace(_seat(each), version=1, holder=None))
    with alerts.begin() as connection:
        PrincipalsTable(connection).keep(principal_row(replace(PEOPLE[1], rights_version=1)))
        PrincipalsTable(connection).keep(principal_row(replace(PEOPLE[1], rights_version=4)))


def _seat(there: Seat) -> Any:
    """Return how alerts keeps a seat of identity's."""

    def sitter(tenure: Tenure | None) -> Any:
        return tenure and copy.Sitter(subject=tenure.subject, until=tenure.until)

    role = {SeatRole.SECTOR_LEAD: copy.LEAD, SeatRole.REGIONAL_COORDINATOR: copy.COORDINATOR}
    return copy.Seat(
        seat_id=there.seat_id,
        version=there.version,
        active=there.open,
        role=role[there.place.role],
        region=there.place.region,
        sector=there.place.sector,
        holder=sitter(there.holder),
        deputy=sitter(there.deputy),
    )


def test_every_row_is_as_if_it_had_been_written_by_the_code_of_now(databases) -> None:
    for service in BEFORE:
        databases.upgrade(service)
        databases.whole(service)


@pytest.mark.parametrize(
    ("service", "step"),
    [
        ("identity", "INSERT INTO quiet_hours_said"),
        ("identity", "CREATE TABLE quiet_hours_said"),
        ("alerts", "ALTER TABLE alerts ADD COLUMN origin_region"),
        ("alerts", "CREATE TABLE quiet_accounts"),
    ],
)
def test_a_step_left_out_is_seen(databases, service: str, step: str) -> None:
    """The control."""

    def whole() -> None:
        databases.upgrade(service, but=step)
        databases.whole(service)

    with pytest.raises((AssertionError, DBAPIError)):
        whole()


def test_places_may_have_more_seats_and_people_may_help(databases) -> None:
    databases.upgrade("identity")
    identity = on_record(databases.old["identity"])
    helps = Tenure(subject="asleep", since=NOON, until=None, appointed_by="hub")
    with identity() as tx:
        tx.seats.add(second := seat("LON", "retail", holder="second", associate=helps))
    with identity() as tx:
        assert [second] == list(tx.seats.of("asleep"))
        assert sorted(SEATS[:2], key=repr) == sorted(
            (tx.seats.get(each.seat_id) for each in SEATS[:2]), key=repr
        )


def test_the_index_that_allowed_one_seat_a_place_would_be_felt(databases) -> None:
    """The control of the test above."""
    databases.upgrade("identity", but="DROP INDEX seats_there_once")
    identity = on_record(databases.old["identity"])
    with pytest.raises(DBAPIError), identity() as tx:
        tx.seats.add(seat("LON", "retail", holder="second"))


def test_a_draft_of_then_is_the_hubs_and_goes_on(databases) -> None:
    databases.upgrade("alerts")
    drafts = drafting(databases.old["alerts"])
    with drafts() as tx:
        kept = [tx.alerts.get(each.alert_id, lock=True) for each in ALERTS]
        assert list(ALERTS) == kept
        assert {""} == {each.origin for each in kept}
        assert [each.digest for each in ALERTS] == [each.digest for each in kept]
        out = kept[1].approve(by="approver", read=WAITING.digest, at=NOON)
        tx.alerts.save(out)
        tx.alerts.save(kept[0].submit(by="author", reach=1))
    with drafts() as tx:
        assert out == tx.alerts.get(WAITING.alert_id)


def test_what_is_told_again_brings_alerts_copies_to_what_identity_has(databases) -> None:
    for service in BEFORE:
        databases.upgrade(service)
    identity, alerts = databases.old["identity"], databases.old["alerts"]
    drafts = drafting(alerts)
    for republish in (RepublishPrincipals, RepublishRecipients, RepublishSeats):
        republish(unit_of_work=on_record(identity))()
    hear(alerts, drafts, told(identity))
    with drafts() as tx:
        regions = {each.place.region for each in SEATS}
        copies = {each.seat_id: each for each in tx.seats.of_regions(regions)}
        assert {each.seat_id: _seat(each) for each in SEATS if each.open} == copies
        quiet = (NIGHT.from_minute, NIGHT.until_minute)
        for who in ("asleep", "lead"):
            said = QuietAccount(subject=who, version=1, quiet=quiet)
            assert said == tx.quiet_accounts.of(who)
        phone = tx.recipients.find(PHONED.subscription_id)
        assert ("asleep", "cy", quiet) == (phone.subject, phone.language, phone.quiet)
        held = {each: tx.paging.officer(each) is not None for each in ("first", "asleep")}
        assert {"first": True, "asleep": False} == held
    with alerts.connect() as connection:
        rights = [PrincipalsTable(connection).find(each.subject) for each in PEOPLE]
    assert [principal_row(each) for each in PEOPLE] == rights


Told = list[tuple[str, UUID, str, int, bytes]]


def told(identity: Engine) -> Told:
    """Return what is in the outbox, each twice and in no order."""
    columns = (OUTBOX.c.subject, OUTBOX.c.event_id, OUTBOX.c.aggregate_id)
    with identity.connect() as connection:
        query = select(*columns, OUTBOX.c.aggregate_version, OUTBOX.c.payload)
        found = [tuple(row) for row in connection.execute(query)] * 2
    Random(7).shuffle(found)
    return found


def hear(alerts: Engine, drafts: Callable[[], Any], events: Told) -> None:
    """Let alerts' consumers handle events."""

    def keep(row: Any) -> None:
        with alerts.begin() as connection:
            PrincipalsTable(connection).keep(row)

    handlers = {
        each.message.DESCRIPTOR.full_name: each
        for each in consumptions(
            keep,
            KeepRecipient(unit_of_work=drafts),
            KeepOfficer(unit_of_work=drafts),
            KeepOrganisation(unit_of_work=drafts),
            KeepPremises(unit_of_work=drafts, clock=CLOCK),
            keep_quiet=KeepQuietAccount(unit_of_work=drafts),
            keep_passkey_keys=KeepPasskeyKeys(unit_of_work=drafts),
            keep_seat=KeepSeat(unit_of_work=drafts),
        )
    }
    for subject, event_id, aggregate, version, payload in events:
        consumed = handlers[subject]
        message = consumed.message.FromString(payload)
        consumed.handle(IncomingEvent(str(event_id), aggregate, version, message, subject))
