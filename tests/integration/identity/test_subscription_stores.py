"""PostgreSQL passes the suite that the fakes pass; addresses leave it as they must."""

import csv
import io
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select, text, update

from chassis.postgres.engine import open_engine
from chassis.postgres.tables import OUTBOX
from isp.identity.v1 import identity_events_pb2
from kernel.ports import RandomIds, SystemClock
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.errors import DirectoryRefused
from services.identity.domain.events import RecipientChanged
from services.identity.outbound.postgres.tables import METADATA, POSTCODES
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.import_postcodes import ImportPostcodes
from services.identity.usecases.republish_recipients import RepublishRecipients
from services.identity.usecases.stopping import forget, forget_at_once
from tests.fakes.identity import subscriber
from tests.fakes.plumbing import SetClock
from tests.fakes.postcode_files import many, onspd
from tests.fakes.subscriptions import (
    CARDIFF,
    LONDON,
    NOON,
    PHONE,
    PSEUDONYMS,
    SHOP,
    a_request,
    a_subscription,
    digest,
)
from tests.ports.subscription_stores import SubscriptionStoresSuite, a_text


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for name in (*(table.name for table in METADATA.sorted_tables), "outbox"):
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - our own names
    return open_unit_of_work(engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=PSEUDONYMS)


class TestPostgresSubscriptions(SubscriptionStoresSuite):
    """On PostgreSQL."""


def sent(engine) -> list[identity_events_pb2.RecipientChanged]:
    name = identity_events_pb2.RecipientChanged.DESCRIPTOR.full_name
    query = select(OUTBOX.c.payload).where(OUTBOX.c.subject == name)
    with engine.connect() as connection:
        rows = connection.scalars(query.order_by(OUTBOX.c.aggregate_version)).all()
    return [identity_events_pb2.RecipientChanged.FromString(row) for row in rows]


def test_what_alerts_was_told_of_an_address_is_forgotten_with_it_at_once(
    unit_of_work, engine
) -> None:
    """What is still to be sent stays: alerts waits for it. Of others all stays."""
    there, other = a_subscription(), a_subscription(PHONE)
    with unit_of_work() as tx:
        tx.subscriptions.add(there)
        tx.outbox.add(RecipientChanged(there), RecipientChanged(other))
    with engine.begin() as connection:
        connection.execute(update(OUTBOX).values(sent_at=NOON))
    with unit_of_work() as tx:
        tx.outbox.add(RecipientChanged(replace(there, version=2)))
        stopped = there.stopped(NOON)
        tx.subscriptions.save(stopped)
        forget_at_once(tx, stopped)
    left = sorted((each.address, each.version) for each in sent(engine))
    assert [("", 3), (PHONE.address, 1), (SHOP.address, 2)] == left


def test_alerts_is_told_all_it_needs_to_write_to_somebody(unit_of_work, engine) -> None:
    there = a_subscription(postcodes=(LONDON, CARDIFF), regions=frozenset({"WAL", "LON"}))
    with unit_of_work() as tx:
        tx.outbox.add(RecipientChanged(there))
    (told,) = sent(engine)
    assert (SHOP.address, ["LON", "WAL"], ["CF10", "SW1A"], "en", True, 1) == (
        told.address,
        list(told.regions),
        list(told.outward_codes),
        told.language,
        told.active,
        told.version,
    )
    assert there.stop_token == told.stop_token


def test_alerts_is_told_where_the_postcodes_are_once_the_directory_knows_it(
    unit_of_work, engine
) -> None:
    """Telling again is enough: no state of the subscription changes by it."""
    with unit_of_work() as tx:
        tx.subscriptions.add(a_subscription(postcodes=(LONDON, CARDIFF)))
    RepublishRecipients(unit_of_work=unit_of_work)()
    (told,) = sent(engine)
    assert [] == list(told.locations)
    with engine.begin() as connection:
        connection.execute(
            insert(POSTCODES),
            [
                {
                    "postcode": LONDON.text,
                    "region": "LON",
                    "latitude": 51.501,
                    "longitude": -0.1416,
                },
                {"postcode": CARDIFF.text, "region": "WAL", "latitude": None, "longitude": None},
            ],
        )
    RepublishRecipients(unit_of_work=unit_of_work)()
    (told,) = sent(engine)
    assert [(51.501, -0.1416)] == [(each.latitude, each.longitude) for each in told.locations]


def test_of_who_stopped_nothing_but_the_id_is_told(unit_of_work, engine) -> None:
    there = a_subscription()
    stopped = there.stopped(NOON)
    with unit_of_work() as tx:
        tx.subscriptions.add(there)
        tx.subscriptions.save(stopped)
        tx.outbox.add(RecipientChanged(stopped))
        forget(tx, stopped)
    for told, version in zip(sent(engine), (2, 3), strict=True):
        assert told == identity_events_pb2.RecipientChanged(
            recipient_id=str(there.subscription_id), version=version
        )


def test_telling_again_puts_each_state_out_once_more(unit_of_work, engine) -> None:
    with unit_of_work() as tx:
        tx.subscriptions.add(a_subscription())
    for _ in range(2):
        assert 1 == RepublishRecipients(unit_of_work=unit_of_work)()
    assert 1 == len(sent(engine))


def everything(engine) -> str:
    with engine.connect() as connection:
        return "".join(
            str(row)
            for table in METADATA.sorted_tables
            for row in connection.execute(select(table))
        )


def test_a_forgotten_address_is_in_no_table_but_as_its_keyed_digest(unit_of_work, engine) -> None:
    phone = Contact(channel=Channel.SMS, address="+447700900199")
    there = a_subscription(phone)
    with unit_of_work() as tx:
        tx.subscriptions.add(there)
        tx.subscription_requests.add(a_request(phone))
        tx.texts.add(a_text(phone.address))
        stopped = there.stopped(NOON)
        tx.subscriptions.save(stopped)
        forget(tx, stopped)
    left = everything(engine)
    assert phone.address not in left
    assert "SW1A" not in left
    assert digest(phone) in left


def test_erasure_of_an_account_takes_its_alerts_along(unit_of_work, engine) -> None:
    person = subscriber()
    contact = Contact(channel=Channel.EMAIL, address=person.profile.email)
    with unit_of_work() as tx:
        tx.subscribers.add(person)
        tx.subscriptions.add(a_subscription(contact))
        tx.subscription_requests.add(a_request(contact))
        tables = {table for table, _, _ in tx.personal_data.export(person)}
        assert {"alert_subscriptions", "subscription_requests"} <= tables
        assert "stop_token" not in str(tx.personal_data.export(person))
    erase = EraseSubject(
        unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=SetClock(), ids=RandomIds()
    )
    assert erase(subject=person.subject) > 0
    assert contact.address not in everything(engine)
    assert [False, False] == [told.active for told in sent(engine)]


def test_the_application_itself_imports_a_directory_of_some_size(unit_of_work, engine) -> None:
    """Its role may define no table; a temporary one for the copy it may."""
    put = ImportPostcodes(unit_of_work=unit_of_work)
    done = put([("onspd.csv", onspd(*many(9000)))])
    assert (9000, 9000, 0) == (
        done.replaced.total,
        done.replaced.changed,
        done.replaced.removed,
    )
    spoiled = io.StringIO()
    csv.writer(spoiled).writerows([["pcds", "rgn"], *many(100)])
    with pytest.raises(DirectoryRefused):
        put([("short.csv", spoiled.getvalue().splitlines())])
    with engine.connect() as connection:
        kept = connection.scalar(select(func.count()).select_from(POSTCODES))
    assert 9000 == kept
    with unit_of_work() as tx:
        tx.subscriptions.add(a_subscription(regions=frozenset({"SE"})))
    assert 1 == put([("onspd.csv", onspd(*many(9000)))]).moved
    assert ["LON"] == list(sent(engine)[0].regions)
