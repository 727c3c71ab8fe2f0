"""The RPCs of reaching people: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    Wrong,
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
)
from isp.identity.v1 import directory_pb2 as pb
from isp.identity.v1 import directory_pb2_grpc
from kernel.places import REGIONS, SECTORS
from services.identity.domain.relay import LONGEST_MESSAGE, RecordFreeze, Relay, RelayTo
from services.identity.domain.subscriber import Subscriber
from services.identity.inbound.translate import moment_to_pb
from services.identity.usecases.lift_record_freeze import LiftRecordFreeze
from services.identity.usecases.list_branch import ListBranch
from services.identity.usecases.list_record_freezes import ListRecordFreezes
from services.identity.usecases.send_relay_message import SendRelayMessage

REASON_LONGEST: Final = 1000
_TO: Final = {
    pb.RELAY_TO_SECTOR_LEAD: RelayTo.SECTOR_LEAD,
    pb.RELAY_TO_COORDINATOR: RelayTo.COORDINATOR,
    pb.RELAY_TO_ORGANISATION: RelayTo.ORGANISATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryServicer(directory_pb2_grpc.DirectoryServiceServicer):
    """isp.identity.v1.DirectoryService."""

    list_branch: ListBranch
    send_relay_message: SendRelayMessage
    list_record_freezes: ListRecordFreezes
    lift_record_freeze: LiftRecordFreeze

    def ListBranch(
        self, request: pb.ListBranchRequest, context: grpc.ServicerContext
    ) -> pb.ListBranchResponse:
        """Show the people of a branch to its lead."""
        region, sector = branch_from(request)
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_branch(
            caller(context), region=region, sector=sector, after=after, size=size
        )
        return pb.ListBranchResponse(
            members=map(member_to_pb, found), next_page_token=token_of(following)
        )

    def SendRelayMessage(
        self, request: pb.SendRelayMessageRequest, context: grpc.ServicerContext
    ) -> pb.SendRelayMessageResponse:
        """Send a message through us."""
        relay, key = relay_from(request), key_from("SendRelayMessage", request)
        self.send_relay_message(caller(context), relay=relay, key=key)
        return pb.SendRelayMessageResponse()

    def ListRecordFreezes(
        self, _request: pb.ListRecordFreezesRequest, context: grpc.ServicerContext
    ) -> pb.ListRecordFreezesResponse:
        """Show who passed the budget."""
        found = self.list_record_freezes(caller(context))
        return pb.ListRecordFreezesResponse(freezes=map(freeze_to_pb, found))

    def LiftRecordFreeze(
        self, request: pb.LiftRecordFreezeRequest, context: grpc.ServicerContext
    ) -> pb.LiftRecordFreezeResponse:
        """Let somebody read again."""
        subject = str(id_from("subject", request.subject))
        reason = text_from("reason", request.reason, REASON_LONGEST)
        self.lift_record_freeze(caller(context), subject=subject, reason=reason)
        return pb.LiftRecordFreezeResponse()


def branch_from(request: pb.ListBranchRequest) -> tuple[str, str]:
    """Return region and sector.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    wrong.unless(request.region in REGIONS, "region", "must be the code of a region")
    wrong.unless(request.sector in SECTORS, "sector", "must be the code of a sector")
    wrong.check()
    return request.region, request.sector


def relay_from(request: pb.SendRelayMessageRequest) -> Relay:
    """Return what is to be said, and to whom.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    to = _TO.get(request.to)
    wrong.unless(to is not None, "to", "must be said, with a value that we know")
    seat = to is not RelayTo.ORGANISATION
    wrong.unless(
        (request.region in REGIONS) == seat and (seat or not request.region),
        "region",
        "must be the code of a region",
    )
    lead = to is RelayTo.SECTOR_LEAD
    wrong.unless(
        (request.sector in SECTORS) == lead and (lead or not request.sector),
        "sector",
        "must be the code of a sector, for a sector lead alone",
    )
    organisation: UUID | None = None
    if not seat:
        organisation = wrong.built(
            "organisation_id", lambda: id_from("organisation_id", request.organisation_id)
        )
    text = wrong.built("text", lambda: text_from("text", request.text, LONGEST_MESSAGE))
    wrong.check()
    assert to is not None
    return Relay(
        to=to,
        text=text or "",
        region=request.region,
        sector=request.sector,
        organisation_id=organisation,
        share_address=request.share_address,
    )


def member_to_pb(person: Subscriber) -> pb.BranchMember:
    """Return somebody of a branch, as its lead sees them."""
    own = person.organisation_id
    return pb.BranchMember(
        given_name=person.profile.given_name,
        family_name=person.profile.family_name,
        organisation_name=person.profile.organisation_name,
        organisation_id="" if own is None else str(own),
    )


def freeze_to_pb(freeze: RecordFreeze) -> pb.RecordFreeze:
    """Return who passed the budget."""
    return pb.RecordFreeze(
        subject=freeze.subject,
        name=freeze.name,
        frozen_at=moment_to_pb(freeze.frozen_at),
        records=freeze.records,
    )


def directory_services_of(
    servicer: DirectoryServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["DirectoryService"]: lambda server: (
            directory_pb2_grpc.add_DirectoryServiceServicer_to_server(servicer, server)
        )
    }
