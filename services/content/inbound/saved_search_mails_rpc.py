"""The RPCs of mails about saved searches: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import text_from
from isp.content.v1 import saved_search_mails_pb2 as pb
from isp.content.v1 import saved_search_mails_pb2_grpc
from services.content.domain.saved_search_mail import Mailing
from services.content.usecases.get_saved_search_mails import GetSavedSearchMails
from services.content.usecases.set_saved_search_mails import SetSavedSearchMails
from services.content.usecases.stop_saved_search_mails import StopSavedSearchMails

_PREFIX: Final = "SAVED_SEARCH_MAILING_"
LONGEST_TOKEN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchMailsServicer(saved_search_mails_pb2_grpc.SavedSearchMailsServiceServicer):
    """isp.content.v1.SavedSearchMailsService."""

    get_saved_search_mails: GetSavedSearchMails
    set_saved_search_mails: SetSavedSearchMails
    stop_saved_search_mails: StopSavedSearchMails

    def GetSavedSearchMails(
        self, _request: pb.GetSavedSearchMailsRequest, context: grpc.ServicerContext
    ) -> pb.GetSavedSearchMailsResponse:
        """Say what the caller chose."""
        mailing = self.get_saved_search_mails(caller(context))
        return pb.GetSavedSearchMailsResponse(mailing=_to_pb(mailing))

    def SetSavedSearchMails(
        self, request: pb.SetSavedSearchMailsRequest, context: grpc.ServicerContext
    ) -> pb.SetSavedSearchMailsResponse:
        """Keep what the caller chooses."""
        mailing = self.set_saved_search_mails(caller(context), mailing=_from_pb(request.mailing))
        return pb.SetSavedSearchMailsResponse(mailing=_to_pb(mailing))

    def StopSavedSearchMails(
        self, request: pb.StopSavedSearchMailsRequest, context: grpc.ServicerContext
    ) -> pb.StopSavedSearchMailsResponse:
        """End them by a link."""
        caller(context)
        self.stop_saved_search_mails(token=text_from("token", request.token, LONGEST_TOKEN))
        return pb.StopSavedSearchMailsResponse()


def _from_pb(value: "pb.SavedSearchMailing.ValueType") -> Mailing:
    known = value in pb.SavedSearchMailing.values()
    word = pb.SavedSearchMailing.Name(value).removeprefix(_PREFIX) if known else ""
    if word not in Mailing.__members__:
        raise Invalid(Violation("mailing", "must be said, with a value that we know"))
    return Mailing[word]


def _to_pb(mailing: Mailing) -> "pb.SavedSearchMailing.ValueType":
    return pb.SavedSearchMailing.Value(f"{_PREFIX}{mailing.name}")


def saved_search_mails_services_of(
    servicer: SavedSearchMailsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    add = saved_search_mails_pb2_grpc.add_SavedSearchMailsServiceServicer_to_server
    service = pb.DESCRIPTOR.services_by_name["SavedSearchMailsService"]
    return {service: lambda server: add(servicer, server)}
