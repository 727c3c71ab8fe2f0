"""The RPC that names people: it translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import Wrong, text_from
from isp.identity.v1 import naming_pb2 as pb
from isp.identity.v1 import naming_pb2_grpc
from services.identity.usecases.name_people import NamePeople

MOST: Final = 50
EMAIL_LONGEST: Final = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingServicer(naming_pb2_grpc.NamingServiceServicer):
    """isp.identity.v1.NamingService."""

    name_people: NamePeople

    def NamePeople(
        self, request: pb.NamePeopleRequest, context: grpc.ServicerContext
    ) -> pb.NamePeopleResponse:
        """Name people by their addresses."""
        subjects = self.name_people(caller(context), emails=_emails(request))
        return pb.NamePeopleResponse(subjects=subjects)


def _emails(request: pb.NamePeopleRequest) -> list[str]:
    wrong = Wrong()
    wrong.unless(1 <= len(request.emails) <= MOST, "emails", f"must be 1 to {MOST}")
    wrong.check()
    return [text_from("emails", each, EMAIL_LONGEST).strip() for each in request.emails]


def naming_services_of(
    servicer: NamingServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["NamingService"]: lambda server: (
            naming_pb2_grpc.add_NamingServiceServicer_to_server(servicer, server)
        )
    }
