"""An organisation's people register an endpoint, and see its secret once."""

from dataclasses import replace

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.alerts.domain.errors import NoOrganisation, TooManyWebhooks
from services.alerts.domain.webhook import MOST_OF_AN_ORGANISATION, Mode
from services.alerts.usecases.register_webhook import NewWebhook, RegisterWebhook
from tests.fakes.alerts import key
from tests.fakes.plumbing import FreshIds
from tests.fakes.webhooks import (
    COLLEAGUE,
    FREELANCE,
    INTEGRATOR,
    URL,
    PlainSecrets,
    SetAddresses,
    other_version,
    registered,
)

SAID = NewWebhook(url=URL, mode=Mode.LIVE, description="PA", contact_email="desk@partner.example")


@pytest.fixture
def addresses() -> SetAddresses:
    return SetAddresses()


@pytest.fixture
def register(unit_of_work, clock, addresses) -> RegisterWebhook:
    return RegisterWebhook(
        unit_of_work=unit_of_work,
        addresses=addresses,
        secrets=PlainSecrets(),
        clock=clock,
        ids=FreshIds(),
    )


def test_it_is_kept_with_its_owner_and_the_secret_is_shown(register, stores) -> None:
    webhook, secret = register(INTEGRATOR, said=SAID, key=key())
    assert webhook == stores.webhooks.find(webhook.webhook_id)
    assert ("hall", "venue", 1) == (webhook.organisation_id, webhook.owner, webhook.version)
    assert "venue" == webhook.contact_by
    assert f"whsec_{webhook.webhook_id}:{webhook.secret_id}" == secret
    assert webhook.recipient() == stores.recipients.find(webhook.webhook_id)
    assert ["alerts:register-webhook"] == [row[1] for row in stores.audit.rows]
    assert [("alerts.webhook-registered", "live")] == [
        (each.metric, each.detail) for each in stores.outbox.events
    ]
    assert secret not in repr(stores)


def test_the_same_key_gives_the_same_endpoint_and_the_secret_until_it_changes(
    register, stores
) -> None:
    first = register(INTEGRATOR, said=SAID, key=key())
    assert first == register(INTEGRATOR, said=SAID, key=key())
    assert 1 == len(stores.webhooks.kept)
    stores.webhooks.save(other_version(first[0]))
    assert "" == register(INTEGRATOR, said=SAID, key=key())[1]
    with pytest.raises(IdempotencyKeyReused):
        register(INTEGRATOR, said=SAID, key=key(body=b"2" * 32))


def test_an_address_that_is_not_public_is_refused_by_name(register, addresses, stores) -> None:
    addresses.wrong = "must lead to a public address"
    with pytest.raises(Invalid) as refused:
        register(INTEGRATOR, said=SAID, key=key())
    assert [("url", addresses.wrong)] == [
        (each.field, each.description) for each in refused.value.violations
    ]
    assert {} == stores.webhooks.kept


def test_who_is_of_no_organisation_has_none(register) -> None:
    with pytest.raises(NoOrganisation):
        register(FREELANCE, said=SAID, key=key())


def test_an_organisation_has_so_many_and_no_more(register, stores) -> None:
    for _ in range(MOST_OF_AN_ORGANISATION):
        registered(stores)
    with pytest.raises(TooManyWebhooks):
        register(COLLEAGUE, said=SAID, key=key())
    elsewhere = replace(INTEGRATOR, organisation_id="elsewhere")
    assert register(elsewhere, said=SAID, key=key())[1]
