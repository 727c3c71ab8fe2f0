"""The RPCs of webhooks: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    id_from,
    key_from,
    page_size_from,
    place_from,
    token_of,
    version_from,
)
from isp.alerts.v1 import webhooks_pb2 as pb
from isp.alerts.v1 import webhooks_pb2_grpc
from services.alerts.inbound.webhook_translate import (
    log_line_to_pb,
    overlap_from,
    registration_from,
    webhook_to_pb,
)
from services.alerts.usecases.delete_webhook import DeleteWebhook
from services.alerts.usecases.enable_webhook import EnableWebhook
from services.alerts.usecases.get_webhook import GetWebhook
from services.alerts.usecases.list_webhook_deliveries import ListWebhookDeliveries
from services.alerts.usecases.list_webhooks import ListWebhooks
from services.alerts.usecases.ping_webhook import PingWebhook
from services.alerts.usecases.register_webhook import RegisterWebhook
from services.alerts.usecases.replay_webhook_delivery import ReplayWebhookDelivery
from services.alerts.usecases.rotate_webhook_secret import RotateWebhookSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksServicer(webhooks_pb2_grpc.WebhooksServiceServicer):
    """isp.alerts.v1.WebhooksService."""

    register_webhook: RegisterWebhook
    list_webhooks: ListWebhooks
    get_webhook: GetWebhook
    rotate_webhook_secret: RotateWebhookSecret
    enable_webhook: EnableWebhook
    delete_webhook: DeleteWebhook
    ping_webhook: PingWebhook
    list_webhook_deliveries: ListWebhookDeliveries
    replay_webhook_delivery: ReplayWebhookDelivery

    def RegisterWebhook(
        self, request: pb.RegisterWebhookRequest, context: grpc.ServicerContext
    ) -> pb.RegisterWebhookResponse:
        """Take up an endpoint."""
        who = caller(context)
        said, key = registration_from(request)
        webhook, secret = self.register_webhook(who, said=said, key=key)
        shown = webhook_to_pb(webhook, caller=who.person)
        return pb.RegisterWebhookResponse(webhook=shown, secret=secret)

    def ListWebhooks(
        self, request: pb.ListWebhooksRequest, context: grpc.ServicerContext
    ) -> pb.ListWebhooksResponse:
        """Show the organisation's endpoints."""
        who = caller(context)
        shown = [webhook_to_pb(each, caller=who.person) for each in self.list_webhooks(who)]
        return pb.ListWebhooksResponse(webhooks=shown)

    def GetWebhook(
        self, request: pb.GetWebhookRequest, context: grpc.ServicerContext
    ) -> pb.GetWebhookResponse:
        """Show one endpoint."""
        who = caller(context)
        webhook = self.get_webhook(who, webhook_id=id_from("webhook_id", request.webhook_id))
        return pb.GetWebhookResponse(webhook=webhook_to_pb(webhook, caller=who.person))

    def RotateWebhookSecret(
        self, request: pb.RotateWebhookSecretRequest, context: grpc.ServicerContext
    ) -> pb.RotateWebhookSecretResponse:
        """Give an endpoint a new secret."""
        webhook, secret = self.rotate_webhook_secret(
            who := caller(context),
            webhook_id=id_from("webhook_id", request.webhook_id),
            expected_version=version_from(request.expected_version),
            overlap=overlap_from(request.overlap_hours),
        )
        shown = webhook_to_pb(webhook, caller=who.person)
        return pb.RotateWebhookSecretResponse(webhook=shown, secret=secret)

    def EnableWebhook(
        self, request: pb.EnableWebhookRequest, context: grpc.ServicerContext
    ) -> pb.EnableWebhookResponse:
        """Let an endpoint be sent to again."""
        who, webhook_id = caller(context), id_from("webhook_id", request.webhook_id)
        expected = version_from(request.expected_version)
        webhook = self.enable_webhook(who, webhook_id=webhook_id, expected_version=expected)
        return pb.EnableWebhookResponse(webhook=webhook_to_pb(webhook, caller=who.person))

    def DeleteWebhook(
        self, request: pb.DeleteWebhookRequest, context: grpc.ServicerContext
    ) -> pb.DeleteWebhookResponse:
        """Forget an endpoint."""
        who, webhook_id = caller(context), id_from("webhook_id", request.webhook_id)
        expected = version_from(request.expected_version)
        self.delete_webhook(who, webhook_id=webhook_id, expected_version=expected)
        return pb.DeleteWebhookResponse()

    def PingWebhook(
        self, request: pb.PingWebhookRequest, context: grpc.ServicerContext
    ) -> pb.PingWebhookResponse:
        """Have a ping sent."""
        who, webhook_id = caller(context), id_from("webhook_id", request.webhook_id)
        line = self.ping_webhook(who, webhook_id=webhook_id, key=key_from("PingWebhook", request))
        return pb.PingWebhookResponse(delivery=log_line_to_pb(line))

    def ListWebhookDeliveries(
        self, request: pb.ListWebhookDeliveriesRequest, context: grpc.ServicerContext
    ) -> pb.ListWebhookDeliveriesResponse:
        """Show a page of the delivery log."""
        lines, following = self.list_webhook_deliveries(
            caller(context),
            webhook_id=id_from("webhook_id", request.webhook_id),
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        return pb.ListWebhookDeliveriesResponse(
            deliveries=map(log_line_to_pb, lines), next_page_token=token_of(following)
        )

    def ReplayWebhookDelivery(
        self, request: pb.ReplayWebhookDeliveryRequest, context: grpc.ServicerContext
    ) -> pb.ReplayWebhookDeliveryResponse:
        """Send one delivery once more."""
        line = self.replay_webhook_delivery(
            caller(context),
            webhook_id=id_from("webhook_id", request.webhook_id),
            delivery_id=id_from("delivery_id", request.delivery_id),
        )
        return pb.ReplayWebhookDeliveryResponse(delivery=log_line_to_pb(line))


def webhook_services_of(
    webhooks: WebhooksServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of webhooks with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["WebhooksService"]: lambda server: (
            webhooks_pb2_grpc.add_WebhooksServiceServicer_to_server(webhooks, server)
        ),
    }
