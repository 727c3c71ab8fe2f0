"""The RPCs of how people are told: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import Wrong, id_from, key_from
from isp.identity.v1 import channels_pb2 as pb
from isp.identity.v1 import channels_pb2_grpc
from services.identity.domain.quiet_hours import QuietHours
from services.identity.inbound.subscriptions_translate import (
    channel_to_pb,
    contact_from,
    proof_from,
)
from services.identity.inbound.translate import LANGUAGES
from services.identity.usecases.add_channel import AddChannel
from services.identity.usecases.confirm_channel import ConfirmChannel
from services.identity.usecases.get_channels import GetChannels
from services.identity.usecases.remove_channel import RemoveChannel
from services.identity.usecases.set_telling import SetTelling
from services.identity.usecases.telling_people import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsServicer(channels_pb2_grpc.ChannelsServiceServicer):
    """isp.identity.v1.ChannelsService."""

    get_channels: GetChannels
    set_telling: SetTelling
    add_channel: AddChannel
    confirm_channel: ConfirmChannel
    remove_channel: RemoveChannel

    def GetChannels(
        self, _request: pb.GetChannelsRequest, context: grpc.ServicerContext
    ) -> pb.GetChannelsResponse:
        """Say how the caller is told."""
        found = self.get_channels(caller(context))
        return pb.GetChannelsResponse(channels=told_to_pb(found))

    def SetTelling(
        self, request: pb.SetTellingRequest, context: grpc.ServicerContext
    ) -> pb.SetTellingResponse:
        """Keep language and quiet hours."""
        language, quiet = telling_from(request)
        found = self.set_telling(caller(context), language=language, quiet=quiet)
        return pb.SetTellingResponse(channels=told_to_pb(found))

    def AddChannel(
        self, request: pb.AddChannelRequest, context: grpc.ServicerContext
    ) -> pb.AddChannelResponse:
        """Send a further address what proves it."""
        contact = contact_from(request.channel, request.address)
        key = key_from("AddChannel", request)
        made = self.add_channel(caller(context), contact=contact, key=key)
        return pb.AddChannelResponse(request_id=str(made))

    def ConfirmChannel(
        self, request: pb.ConfirmChannelRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmChannelResponse:
        """Tell the caller there too."""
        found = self.confirm_channel(caller(context), by=proof_from(request))
        return pb.ConfirmChannelResponse(channels=told_to_pb(found))

    def RemoveChannel(
        self, request: pb.RemoveChannelRequest, context: grpc.ServicerContext
    ) -> pb.RemoveChannelResponse:
        """Tell the caller there no more."""
        self.remove_channel(caller(context), channel_id=id_from("channel_id", request.channel_id))
        return pb.RemoveChannelResponse()


def telling_from(request: pb.SetTellingRequest) -> tuple[str, QuietHours | None]:
    """Return the language and the quiet hours that are to hold.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    wrong.unless(request.language in LANGUAGES, "language", "must be en or cy")
    quiet = None
    if request.HasField("quiet_hours"):
        said = request.quiet_hours
        quiet = wrong.built("quiet_hours", lambda: QuietHours(said.from_minute, said.until_minute))
    wrong.check()
    return request.language, quiet


def told_to_pb(told: Told) -> pb.Channels:
    """Return how a person is told."""
    quiet = None
    if told.quiet is not None:
        starts, ends = told.quiet.from_minute, told.quiet.until_minute
        quiet = pb.QuietHours(from_minute=starts, until_minute=ends)
    return pb.Channels(
        email=told.person.profile.email,
        mails_active=told.own is not None and told.own.serves(told.person.subject),
        language=told.person.profile.language,
        quiet_hours=quiet,
        postcodes=[each.text for each in told.own.postcodes] if told.own else [],
        further=[
            pb.FurtherChannel(
                channel_id=str(each.subscription_id),
                channel=channel_to_pb(each.contact.channel),
                address=each.contact.address,
                postcodes=[postcode.text for postcode in each.postcodes],
            )
            for each in told.further
            if each.contact is not None
        ],
    )


def channels_services_of(
    servicer: ChannelsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["ChannelsService"]: lambda server: (
            channels_pb2_grpc.add_ChannelsServiceServicer_to_server(servicer, server)
        )
    }
