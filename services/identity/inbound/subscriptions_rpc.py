"""The RPCs of alerts without an account: each translates, calls its use case, translates back."""

from dataclasses import dataclass

import grpc

from chassis.calls import caller
from chassis.requests import text_from
from isp.identity.v1 import subscriptions_pb2 as pb
from isp.identity.v1 import subscriptions_pb2_grpc
from services.identity.domain.postcode import Postcode
from services.identity.domain.postcode_area import PostcodeArea
from services.identity.inbound.subscriptions_translate import (
    TOKEN_LONGEST,
    around_to_pb,
    asked_from,
    contact_from,
    covered_to_pb,
    language_from,
    message_from,
    proof_from,
    sender_from,
    subscription_to_pb,
)
from services.identity.usecases.confirm_subscription import ConfirmSubscription
from services.identity.usecases.get_consent_wording import GetConsentWording
from services.identity.usecases.get_postcode_area import GetPostcodeArea
from services.identity.usecases.receive_text_message import ReceiveTextMessage
from services.identity.usecases.request_stop import RequestStop
from services.identity.usecases.resolve_postcode import ResolvePostcode
from services.identity.usecases.start_subscription import StartSubscription
from services.identity.usecases.stop_subscription import StopSubscription


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionsServicer(subscriptions_pb2_grpc.SubscriptionsServiceServicer):
    """isp.identity.v1.SubscriptionsService."""

    get_consent_wording: GetConsentWording
    resolve_postcode: ResolvePostcode
    get_postcode_area: GetPostcodeArea
    start_subscription: StartSubscription
    confirm_subscription: ConfirmSubscription
    request_stop: RequestStop
    stop_subscription: StopSubscription
    receive_text_message: ReceiveTextMessage

    def GetConsentWording(
        self, request: pb.GetConsentWordingRequest, context: grpc.ServicerContext
    ) -> pb.GetConsentWordingResponse:
        """Show the words that a person must have before them."""
        shown = self.get_consent_wording(language=language_from(request.language))
        return pb.GetConsentWordingResponse(
            wording_version=shown.version, text=shown.text, language=shown.language
        )

    def ResolvePostcode(
        self, request: pb.ResolvePostcodeRequest, context: grpc.ServicerContext
    ) -> pb.ResolvePostcodeResponse:
        """Say where a postcode is."""
        return covered_to_pb(self.resolve_postcode(postcode=Postcode.parsed(request.postcode)))

    def GetPostcodeArea(
        self, request: pb.GetPostcodeAreaRequest, context: grpc.ServicerContext
    ) -> pb.GetPostcodeAreaResponse:
        """Say where postcodes that begin alike are."""
        area = PostcodeArea.parsed(request.area)
        return around_to_pb(area, self.get_postcode_area(area=area))

    def StartSubscription(
        self, request: pb.StartSubscriptionRequest, context: grpc.ServicerContext
    ) -> pb.StartSubscriptionResponse:
        """Ask for alerts."""
        asked = asked_from(request)
        request_id = self.start_subscription(
            caller(context),
            contact=asked.contact,
            postcode=asked.postcode,
            language=asked.language,
            wording=asked.wording,
            key=asked.key,
        )
        return pb.StartSubscriptionResponse(request_id=str(request_id))

    def ConfirmSubscription(
        self, request: pb.ConfirmSubscriptionRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmSubscriptionResponse:
        """Begin to warn an address that was proved."""
        there = self.confirm_subscription(caller(context), by=proof_from(request))
        return subscription_to_pb(there)

    def RequestStop(
        self, request: pb.RequestStopRequest, context: grpc.ServicerContext
    ) -> pb.RequestStopResponse:
        """Have the stop link sent again."""
        self.request_stop(caller(context), contact=contact_from(request.channel, request.address))
        return pb.RequestStopResponse()

    def StopSubscription(
        self, request: pb.StopSubscriptionRequest, context: grpc.ServicerContext
    ) -> pb.StopSubscriptionResponse:
        """End all alerts to an address."""
        token = text_from("token", request.token, TOKEN_LONGEST)
        self.stop_subscription(caller(context), token=token, forget_now=request.forget_now)
        return pb.StopSubscriptionResponse()

    def ReceiveTextMessage(
        self, request: pb.ReceiveTextMessageRequest, context: grpc.ServicerContext
    ) -> pb.ReceiveTextMessageResponse:
        """Take a text that a person sent us."""
        secret, text = message_from(request)
        sender = sender_from(request.source_number)
        self.receive_text_message(caller(context), secret=secret, sender=sender, text=text)
        return pb.ReceiveTextMessageResponse()
