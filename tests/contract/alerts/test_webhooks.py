"""Endpoints of organisations, through the real door."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import deliveries_pb2
from isp.alerts.v1 import webhooks_pb2 as pb
from isp.alerts.v1.webhooks_pb2_grpc import WebhooksServiceStub
from kernel.tiers import Tier
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.recipient import Channel
from tests.fakes.alerts import NOON, MemoryAlertsStores, issued
from tests.fakes.serving import Caller, Served, refusal

URL = "http://localhost:9/hook"


@pytest.fixture
def owner(server: Served) -> Caller:
    return server.caller("integrator", tier=Tier.VERIFIED, organisation_id="hall")


@pytest.fixture
def colleague(server: Served) -> Caller:
    return server.caller("integrator", tier=Tier.VERIFIED, organisation_id="hall")


@pytest.fixture
def stranger(server: Served) -> Caller:
    return server.caller("integrator", tier=Tier.VERIFIED, organisation_id="elsewhere")


def registration(**given: Any) -> pb.RegisterWebhookRequest:
    return pb.RegisterWebhookRequest(
        **{
            "url": URL,
            "mode": pb.WEBHOOK_MODE_LIVE,
            "description": "PA",
            "contact_email": "desk@partner.example",
            "idempotency_key": str(uuid4()),
        }
        | given
    )


def registered(webhooks: WebhooksServiceStub, by: Caller) -> pb.RegisterWebhookResponse:
    return webhooks.RegisterWebhook(registration(), metadata=by.metadata)


def test_the_secret_is_in_the_answer_to_a_registration_and_nowhere_else(
    webhooks: WebhooksServiceStub, owner: Caller, colleague: Caller
) -> None:
    request = registration()
    made = webhooks.RegisterWebhook(request, metadata=owner.metadata)
    assert made == webhooks.RegisterWebhook(request, metadata=owner.metadata)
    assert made.secret.startswith("whsec_")
    named = pb.GetWebhookRequest(webhook_id=made.webhook.webhook_id)
    mine = webhooks.GetWebhook(named, metadata=owner.metadata).webhook
    assert (made.webhook, True) == (mine, mine.owned_by_caller)
    (theirs,) = webhooks.ListWebhooks(
        pb.ListWebhooksRequest(), metadata=colleague.metadata
    ).webhooks
    assert not theirs.owned_by_caller
    assert made.secret not in str(mine) + str(theirs)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "http://192.168.0.1/"}, "url"),
        ({"url": "https://169.254.169.254/latest/meta-data"}, "url"),
        ({"url": "https://nowhere.invalid/"}, "url"),
        ({"url": "https://user:word@hooks.partner.example/"}, "url"),
        ({"mode": pb.WEBHOOK_MODE_UNSPECIFIED}, "mode"),
        ({"description": "a" * 101}, "description"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"contact_email": "a@b.example\r\nBcc: all@x.example"}, "contact_email"),
        ({"idempotency_key": "k"}, "idempotency_key"),
    ],
)
def test_what_is_wrong_is_named(
    webhooks: WebhooksServiceStub,
    owner: Caller,
    stores: MemoryAlertsStores,
    given: dict[str, Any],
    field: str,
) -> None:
    with refusal() as refused:
        webhooks.RegisterWebhook(registration(**given), metadata=owner.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == [each.field for each in refused.said.violations]
    assert {} == stores.webhooks.kept


def test_another_organisation_finds_nothing_of_it_by_any_rpc(
    webhooks: WebhooksServiceStub, owner: Caller, stranger: Caller, stores: MemoryAlertsStores
) -> None:
    webhook_id = registered(webhooks, owner).webhook.webhook_id
    named = {"webhook_id": webhook_id, "expected_version": 1}
    asked = (
        (webhooks.GetWebhook, pb.GetWebhookRequest(webhook_id=webhook_id)),
        (webhooks.RotateWebhookSecret, pb.RotateWebhookSecretRequest(**named)),
        (webhooks.EnableWebhook, pb.EnableWebhookRequest(**named)),
        (webhooks.DeleteWebhook, pb.DeleteWebhookRequest(**named)),
        (
            webhooks.PingWebhook,
            pb.PingWebhookRequest(webhook_id=webhook_id, idempotency_key=str(uuid4())),
        ),
        (
            webhooks.ListWebhookDeliveries,
            pb.ListWebhookDeliveriesRequest(webhook_id=webhook_id),
        ),
        (
            webhooks.ReplayWebhookDelivery,
            pb.ReplayWebhookDeliveryRequest(webhook_id=webhook_id, delivery_id=str(uuid4())),
        ),
    )
    before = dict(stores.webhooks.kept)
    for call, message in asked:
        with refusal() as refused:
            call(message, metadata=stranger.metadata)
        assert ("NOT_FOUND", "WEBHOOK_NOT_FOUND") == refused.status_and_reason
    assert before == stores.webhooks.kept
    listed = webhooks.ListWebhooks(pb.ListWebhooksRequest(), metadata=stranger.metadata)
    assert [] == list(listed.webhooks)


def test_who_is_of_no_organisation_is_told_so(
    webhooks: WebhooksServiceStub, server: Served
) -> None:
    nobody = server.caller("integrator", tier=Tier.VERIFIED)
    with refusal() as refused:
        webhooks.RegisterWebhook(registration(), metadata=nobody.metadata)
    assert ("FAILED_PRECONDITION", "NO_ORGANISATION") == refused.status_and_reason


def test_a_life_of_an_endpoint(
    webhooks: WebhooksServiceStub, owner: Caller, colleague: Caller, stores: MemoryAlertsStores
) -> None:
    made = registered(webhooks, owner)
    named = {"webhook_id": made.webhook.webhook_id}
    turned = webhooks.RotateWebhookSecret(
        pb.RotateWebhookSecretRequest(**named, expected_version=1, overlap_hours=1),
        metadata=colleague.metadata,
    )
    assert turned.secret not in {"", made.secret}
    assert turned.webhook.HasField("previous_secret_ends_at")
    on = webhooks.EnableWebhook(
        pb.EnableWebhookRequest(**named, expected_version=2), metadata=colleague.metadata
    ).webhook
    assert (3, True) == (on.version, on.owned_by_caller)
    key = str(uuid4())
    ping = pb.PingWebhookRequest(**named, idempotency_key=key)
    sent = webhooks.PingWebhook(ping, metadata=owner.metadata).delivery
    assert sent == webhooks.PingWebhook(ping, metadata=owner.metadata).delivery
    log = pb.ListWebhookDeliveriesRequest(**named, page_size=1)
    page = webhooks.ListWebhookDeliveries(log, metadata=owner.metadata)
    assert ([sent], "") == (list(page.deliveries), page.next_page_token)
    with refusal() as refused:
        webhooks.DeleteWebhook(
            pb.DeleteWebhookRequest(**named, expected_version=1), metadata=owner.metadata
        )
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    webhooks.DeleteWebhook(
        pb.DeleteWebhookRequest(**named, expected_version=3), metadata=owner.metadata
    )
    assert {} == stores.webhooks.kept
    actions = [row[1].removeprefix("alerts:") for row in stores.audit.rows]
    assert [
        "register-webhook",
        "rotate-webhook-secret",
        "enable-webhook",
        "ping-webhook",
        "delete-webhook",
    ] == actions
    assert made.secret not in str(stores.audit.rows)


def test_one_delivery_is_replayed_and_the_log_pages(
    webhooks: WebhooksServiceStub, owner: Caller, stores: MemoryAlertsStores
) -> None:
    named = {"webhook_id": registered(webhooks, owner).webhook.webhook_id}
    (webhook_id,) = stores.webhooks.kept
    rows = []
    for _ in range(3):
        out = issued(expires_at=datetime.now(UTC) + timedelta(hours=1))
        stores.alerts.kept[out.alert_id] = out
        stores.dispatches.add(Dispatch.of(out, at=NOON))
        row = Delivery.queued(uuid4(), out, webhook_id, Channel.WEBHOOK, at=NOON)
        stores.deliveries.add([row.dropped("the endpoint is disabled")])
        rows.append(str(row.delivery_id))
    seen, token = [], ""
    while True:
        asked = pb.ListWebhookDeliveriesRequest(**named, page_size=2, page_token=token)
        page = webhooks.ListWebhookDeliveries(asked, metadata=owner.metadata)
        seen += [line.delivery_id for line in page.deliveries]
        token = page.next_page_token
        if not token:
            break
    assert sorted(rows, reverse=True) == seen
    again = webhooks.ReplayWebhookDelivery(
        pb.ReplayWebhookDeliveryRequest(**named, delivery_id=rows[0]), metadata=owner.metadata
    ).delivery
    assert (rows[0], deliveries_pb2.DELIVERY_STATE_QUEUED) == (again.delivery_id, again.state)
    assert 1 == sum(each.state is State.QUEUED for each in stores.deliveries.kept.values())
