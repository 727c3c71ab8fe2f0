"""Whose endpoint is disabled is told by mail, once."""

import pytest

from services.alerts.domain.delivery import Outcome
from services.alerts.usecases.tell_webhook_owners import TellWebhookOwners
from tests.fakes.alerts import NOON
from tests.fakes.deliveries import MemorySender
from tests.fakes.webhooks import registered


@pytest.fixture
def mails() -> MemorySender:
    return MemorySender()


@pytest.fixture
def tell(unit_of_work, clock, mails) -> TellWebhookOwners:
    return TellWebhookOwners(
        unit_of_work=unit_of_work, mails=mails, clock=clock, public_url="https://isp.example"
    )


def test_they_are_told_once_with_the_reason(tell, stores, mails) -> None:
    registered(stores)
    off = registered(stores).disabled("the endpoint answered that it is gone", NOON)
    stores.webhooks.save(off)
    assert [1, 0] == [tell(), tell()]
    ((to, message, _),) = mails.taken
    assert "desk@partner.example" == to
    assert "gone" in message.text
    assert str(off.webhook_id) in message.text


def test_a_mail_that_may_be_lost_is_sent_again_under_the_same_reference(
    tell, stores, mails
) -> None:
    stores.webhooks.save(registered(stores).disabled("gone", NOON))
    mails.answers = [Outcome.AWAY, Outcome.UNKNOWN, Outcome.TAKEN]
    assert [0, 0, 1, 0] == [tell() for _ in range(4)]
    assert 1 == len({reference for _, _, reference in mails.taken})
    assert 2 == len(mails.taken)


def test_who_was_enabled_meanwhile_is_told_of_the_next_time(tell, stores, mails) -> None:
    off = registered(stores).disabled("gone", NOON)
    stores.webhooks.save(off)
    tell()
    again = stores.webhooks.find(off.webhook_id).enabled(by="venue").disabled("gone", NOON)
    stores.webhooks.save(again)
    assert 1 == tell()
    assert 2 == len({reference for _, _, reference in mails.taken})


def test_where_there_is_no_address_any_more_nothing_is_sent_and_it_is_not_tried_again(
    tell, stores, mails
) -> None:
    """Whoever gave it was erased."""
    off = registered(stores, contact_email="").disabled("gone", NOON)
    stores.webhooks.save(off)
    assert [1, 0] == [tell(), tell()]
    assert [] == mails.taken
