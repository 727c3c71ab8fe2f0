"""The RPCs of dead letters: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import id_from, page_size_from, place_from, token_of
from isp.alerts.v1 import alert_pb2, dead_letters_pb2_grpc, deliveries_pb2
from isp.alerts.v1 import dead_letters_pb2 as pb
from services.alerts.domain.delivery import Delivery
from services.alerts.domain.recipient import Channel
from services.alerts.messages import moment
from services.alerts.usecases.list_dead_deliveries import ListDeadDeliveries
from services.alerts.usecases.requeue_dead_deliveries import RequeueDeadDeliveries
from services.alerts.usecases.requeue_dead_delivery import RequeueDeadDelivery


def _channel_from(value: deliveries_pb2.DeliveryChannel.ValueType) -> Channel:
    unsaid = deliveries_pb2.DELIVERY_CHANNEL_UNSPECIFIED
    if value == unsaid or value not in deliveries_pb2.DeliveryChannel.values():
        raise Invalid(Violation("channel", "must be one that we know"))
    name = deliveries_pb2.DeliveryChannel.Name(value)
    return Channel[name.removeprefix("DELIVERY_CHANNEL_")]


def _shown(delivery: Delivery, given_up_at: datetime | None = None) -> pb.DeadDelivery:
    channel = f"DELIVERY_CHANNEL_{delivery.channel.name}"
    message = pb.DeadDelivery(
        delivery_id=str(delivery.delivery_id),
        alert_id=str(delivery.alert_id),
        notice=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{delivery.notice.name}"),
        channel=deliveries_pb2.DeliveryChannel.Value(channel),
        state=deliveries_pb2.DeliveryState.Value(f"DELIVERY_STATE_{delivery.state.name}"),
        attempts=delivery.attempts,
        why=delivery.why,
        send_by=moment(delivery.send_by),
    )
    if given_up_at is not None:
        message.given_up_at.CopyFrom(moment(given_up_at))
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLettersServicer(dead_letters_pb2_grpc.DeadLettersServiceServicer):
    """isp.alerts.v1.DeadLettersService."""

    list_dead_deliveries: ListDeadDeliveries
    requeue_dead_delivery: RequeueDeadDelivery
    requeue_dead_deliveries: RequeueDeadDeliveries

    def ListDeadDeliveries(
        self, request: pb.ListDeadDeliveriesRequest, context: grpc.ServicerContext
    ) -> pb.ListDeadDeliveriesResponse:
        """Show a page of what was given up."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_dead_deliveries(caller(context), after=after, size=size)
        shown = [_shown(each.delivery, each.given_up_at) for each in found]
        return pb.ListDeadDeliveriesResponse(deliveries=shown, next_page_token=token_of(following))

    def RequeueDeadDelivery(
        self, request: pb.RequeueDeadDeliveryRequest, context: grpc.ServicerContext
    ) -> pb.RequeueDeadDeliveryResponse:
        """Try again what was given up."""
        delivery_id = id_from("delivery_id", request.delivery_id)
        again = self.requeue_dead_delivery(caller(context), delivery_id=delivery_id)
        return pb.RequeueDeadDeliveryResponse(delivery=_shown(again))

    def RequeueDeadDeliveries(
        self, request: pb.RequeueDeadDeliveriesRequest, context: grpc.ServicerContext
    ) -> pb.RequeueDeadDeliveriesResponse:
        """Try again all that was given up of a channel."""
        count, more = self.requeue_dead_deliveries(caller(context), _channel_from(request.channel))
        return pb.RequeueDeadDeliveriesResponse(count=count, more=more)


def dead_letter_services_of(
    dead_letters: DeadLettersServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of dead letters with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["DeadLettersService"]: lambda server: (
            dead_letters_pb2_grpc.add_DeadLettersServiceServicer_to_server(dead_letters, server)
        ),
    }
