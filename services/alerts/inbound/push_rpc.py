"""The RPCs of notifications: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import Wrong, id_from, key_from
from isp.alerts.v1 import push_pb2 as pb
from isp.alerts.v1 import push_pb2_grpc
from kernel.idempotency import RequestKey
from kernel.web_addresses import LONGEST_URL
from services.alerts.domain.push import PushSubscription, browser_of, subscription_of
from services.alerts.inbound.events import LANGUAGES
from services.alerts.usecases.get_push_key import GetPushKey
from services.alerts.usecases.subscribe_push import SubscribePush
from services.alerts.usecases.unsubscribe_push import UnsubscribePush

LONGEST_KEY: Final = 100


def _subscription_from(request: pb.SubscribePushRequest) -> tuple[PushSubscription, RequestKey]:
    """Return a browser's subscription, and the key under which it is kept once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong, most = Wrong(), f"must have 1 to {LONGEST_URL} characters"
    wrong.unless(0 < len(request.endpoint) <= LONGEST_URL, "endpoint", most)
    wrong.unless(request.language in LANGUAGES, "language", "must be en or cy")
    said = PushSubscription(
        endpoint=request.endpoint,
        p256dh=request.p256dh[:LONGEST_KEY],
        auth=request.auth[:LONGEST_KEY],
    )
    for name in said.wrong_keys():
        wrong.say(name, "must be the key that the browser gave")
    key = wrong.built("idempotency_key", lambda: key_from("SubscribePush", request))
    wrong.check()
    assert key is not None
    return said, key


def _named_in(request: pb.UnsubscribePushRequest, subject: str) -> list[UUID]:
    """Return which subscription a request names, by its id or by its address.

    Raises:
        Invalid: it names none, or two.
    """
    if not request.endpoint:
        return [id_from("subscription_id", request.subscription_id)]
    wrong, most = Wrong(), f"must have at most {LONGEST_URL} characters"
    wrong.unless(not request.subscription_id, "endpoint", "must not stand beside an id")
    wrong.unless(len(request.endpoint) <= LONGEST_URL, "endpoint", most)
    wrong.check()
    return [subscription_of(request.endpoint, subject), browser_of(request.endpoint)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PushServicer(push_pb2_grpc.PushServiceServicer):
    """isp.alerts.v1.PushService."""

    get_push_key: GetPushKey
    subscribe_push: SubscribePush
    unsubscribe_push: UnsubscribePush

    def GetPushKey(
        self, request: pb.GetPushKeyRequest, context: grpc.ServicerContext
    ) -> pb.GetPushKeyResponse:
        """Say by which key browsers know us."""
        return pb.GetPushKeyResponse(public_key=self.get_push_key())

    def SubscribePush(
        self, request: pb.SubscribePushRequest, context: grpc.ServicerContext
    ) -> pb.SubscribePushResponse:
        """Keep a browser that gets notifications."""
        who = caller(context)
        said, key = _subscription_from(request)
        made = self.subscribe_push(who, said=said, language=request.language, key=key)
        return pb.SubscribePushResponse(subscription_id=str(made))

    def UnsubscribePush(
        self, request: pb.UnsubscribePushRequest, context: grpc.ServicerContext
    ) -> pb.UnsubscribePushResponse:
        """Send no notifications to a browser any more."""
        who = caller(context)
        self.unsubscribe_push(who, among=_named_in(request, who.person))
        return pb.UnsubscribePushResponse()


def push_services_of(push: PushServicer) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of notifications with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["PushService"]: lambda server: (
            push_pb2_grpc.add_PushServiceServicer_to_server(push, server)
        ),
    }
