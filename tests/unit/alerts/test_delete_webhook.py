"""An endpoint is forgotten."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import WebhookNotFound
from services.alerts.domain.ping import Ping
from services.alerts.usecases.delete_webhook import DeleteWebhook
from tests.fakes.alerts import NOON
from tests.fakes.webhooks import COLLEAGUE, STRANGER, registered


def test_nothing_of_it_is_left_but_that_it_was_deleted(unit_of_work, stores, clock) -> None:
    there, delete = registered(stores), DeleteWebhook(unit_of_work=unit_of_work, clock=clock)
    ping = Ping(ping_id=uuid4(), webhook_id=there.webhook_id, asked_at=NOON)
    stores.webhooks.keep_ping(ping)
    delete(COLLEAGUE, webhook_id=there.webhook_id, expected_version=1)
    assert stores.webhooks.find(there.webhook_id) is None
    assert stores.webhooks.ping(ping.ping_id) is None
    recipient = stores.recipients.find(there.webhook_id)
    assert (False, None, ()) == (recipient.active, recipient.subject, recipient.addresses)
    assert ["alerts:delete-webhook"] == [row[1] for row in stores.audit.rows]


def test_another_version_and_another_organisation_change_nothing(
    unit_of_work, stores, clock
) -> None:
    there, delete = registered(stores), DeleteWebhook(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(StaleVersion):
        delete(COLLEAGUE, webhook_id=there.webhook_id, expected_version=2)
    with pytest.raises(WebhookNotFound):
        delete(STRANGER, webhook_id=there.webhook_id, expected_version=1)
    assert there == stores.webhooks.find(there.webhook_id)
