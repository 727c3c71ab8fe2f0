"""A disabled endpoint is sent to again, in the name of who says so."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.alerts.usecases.enable_webhook import EnableWebhook
from tests.fakes.alerts import NOON
from tests.fakes.webhooks import COLLEAGUE, SetAddresses, registered


def test_who_enables_it_answers_for_it(unit_of_work, stores, clock) -> None:
    there = registered(stores)
    off = there.disabled("status 410", NOON)
    stores.webhooks.save(off)
    stores.recipients.keep(off.recipient())
    enable = EnableWebhook(unit_of_work=unit_of_work, addresses=SetAddresses(), clock=clock)
    with pytest.raises(StaleVersion):
        enable(COLLEAGUE, webhook_id=there.webhook_id, expected_version=1)
    on = enable(COLLEAGUE, webhook_id=there.webhook_id, expected_version=2)
    assert ("colleague", None, "", 3) == (on.owner, on.disabled_at, on.disabled_why, on.version)
    recipient = stores.recipients.find(there.webhook_id)
    assert (True, "colleague") == (recipient.active, recipient.subject)
    assert ["alerts:enable-webhook"] == [row[1] for row in stores.audit.rows]


def test_not_while_its_address_is_not_public(unit_of_work, stores, clock) -> None:
    there = registered(stores)
    addresses = SetAddresses("must lead to a public address")
    enable = EnableWebhook(unit_of_work=unit_of_work, addresses=addresses, clock=clock)
    with pytest.raises(Invalid):
        enable(COLLEAGUE, webhook_id=there.webhook_id, expected_version=1)
    assert there == stores.webhooks.find(there.webhook_id)
