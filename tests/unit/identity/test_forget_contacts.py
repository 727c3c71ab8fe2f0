"""Addresses are kept no longer than was promised."""

from uuid import uuid4

import pytest

from services.identity.domain.application import Application
from services.identity.domain.events import RecipientChanged
from services.identity.usecases.forget_contacts import BATCH, ForgetContacts
from services.identity.usecases.waiting_ports import Mail
from tests.fakes.identity import profile
from tests.fakes.subscriptions import SHOP, Contact, a_request, a_subscription, digest


@pytest.fixture
def forget(unit_of_work, clock):
    return ForgetContacts(unit_of_work=unit_of_work, clock=clock)


def test_thirty_days_after_the_stop_only_the_keyed_digest_is_left(forget, stores, clock) -> None:
    there = a_subscription().stopped(clock.now())
    stores.subscriptions.add(there)
    stores.subscription_requests.add(a_request(confirmed_at=clock.now()))
    clock.pass_(days=30)
    assert 0 == forget()
    clock.pass_(seconds=1)
    assert 1 == forget()
    left = stores.subscriptions.find(digest(SHOP))
    assert (None, False) == (left.contact, left.active)
    assert {} == stores.subscription_requests.kept
    assert [RecipientChanged(left)] == stores.outbox.events
    assert 0 == forget()


def test_an_application_goes_after_thirty_days_confirmed_or_not(forget, stores, clock) -> None:
    for number, confirmed_at in enumerate((None, clock.now())):
        stores.applications.add(
            Application(
                application_id=uuid4(),
                profile=profile(),
                token_digest=bytes([number]),
                created_at=clock.now(),
                confirmed_at=confirmed_at,
            )
        )
    clock.pass_(days=30)
    forget()
    assert 2 == len(stores.applications.kept)
    clock.pass_(seconds=1)
    forget()
    assert {} == stores.applications.kept


def test_who_gets_alerts_is_kept_however_long(forget, stores, clock) -> None:
    stores.subscriptions.add(a_subscription())
    clock.pass_(days=4000)
    assert 0 == forget()


def test_a_request_that_nobody_confirmed_goes_after_a_week(forget, stores, clock) -> None:
    stores.subscription_requests.add(a_request())
    kept = a_request(confirmed_at=clock.now())
    stores.subscription_requests.add(kept)
    clock.pass_(days=7, seconds=1)
    forget()
    assert [kept.request_id] == list(stores.subscription_requests.kept)


def test_more_than_a_batch_goes_too(forget, stores, clock) -> None:
    for number in range(BATCH + 1):
        contact = Contact(channel=SHOP.channel, address=f"shop{number}@corner.example")
        stores.subscriptions.add(a_subscription(contact).stopped(clock.now()))
    clock.pass_(days=31)
    assert BATCH + 1 == forget()


def test_that_a_mail_was_sent_is_kept_for_thirty_days(forget, stores, clock) -> None:
    mail = Mail(mail_id=uuid4(), to=SHOP.address, language="en", template="stop", variables={})
    stores.mails.add(mail)
    stores.mails.sent(mail, clock.now())
    clock.pass_(days=30)
    forget()
    assert 1 == len(stores.mails.finished)
    clock.pass_(seconds=1)
    forget()
    assert [] == stores.mails.finished
