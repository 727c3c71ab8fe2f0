"""The RPCs of the rumour board: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    Wrong,
    digest_from,
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.alerts.v1 import rumours_pb2 as rpc
from isp.alerts.v1 import rumours_pb2_grpc
from kernel.principals import Principal
from services.alerts.domain.alert import is_staff
from services.alerts.domain.rumour import REASON_LONGEST, Quoted, Rumour, RumourKind
from services.alerts.messages import moment, word
from services.alerts.usecases.drop_rumour import DropRumour
from services.alerts.usecases.get_rumour import GetRumour
from services.alerts.usecases.list_rumour_proposals import ListRumourProposals
from services.alerts.usecases.list_rumours import ListRumours
from services.alerts.usecases.propose_rumour import ProposeRumour
from services.alerts.usecases.publish_rumour import PublishRumour
from services.alerts.usecases.withdraw_rumour import WithdrawRumour


@dataclass(frozen=True, slots=True, kw_only=True)
class RumourBoardServicer(rumours_pb2_grpc.RumourBoardServiceServicer):
    """isp.alerts.v1.RumourBoardService."""

    list_rumours: ListRumours
    get_rumour: GetRumour
    list_rumour_proposals: ListRumourProposals
    propose_rumour: ProposeRumour
    publish_rumour: PublishRumour
    drop_rumour: DropRumour
    withdraw_rumour: WithdrawRumour

    def ListRumours(
        self, request: rpc.ListRumoursRequest, context: grpc.ServicerContext
    ) -> rpc.ListRumoursResponse:
        """Read a page of the board."""
        who, after = caller(context), place_from(request.page_token)
        size = page_size_from(request.page_size)
        found, onward = self.list_rumours(after=after, size=size)
        shown = [rumour_to_pb(each, who) for each in found]
        return rpc.ListRumoursResponse(rumours=shown, next_page_token=token_of(onward))

    def GetRumour(
        self, request: rpc.GetRumourRequest, context: grpc.ServicerContext
    ) -> rpc.GetRumourResponse:
        """Read one entry."""
        who, rumour_id = caller(context), id_from("rumour_id", request.rumour_id)
        rumour = self.get_rumour(who, rumour_id=rumour_id)
        return rpc.GetRumourResponse(rumour=rumour_to_pb(rumour, who))

    def ListRumourProposals(
        self, _request: rpc.ListRumourProposalsRequest, context: grpc.ServicerContext
    ) -> rpc.ListRumourProposalsResponse:
        """Read what waits for a second person."""
        who = caller(context)
        shown = [rumour_to_pb(each, who) for each in self.list_rumour_proposals()]
        return rpc.ListRumourProposalsResponse(rumours=shown)

    def ProposeRumour(
        self, request: rpc.ProposeRumourRequest, context: grpc.ServicerContext
    ) -> rpc.ProposeRumourResponse:
        """Take the first person's word."""
        who, key = caller(context), key_from("ProposeRumour", request)
        corrects = id_from("corrects", request.corrects) if request.corrects else None
        quoted = quoted_from(request)
        rumour = self.propose_rumour(who, quoted=quoted, corrects=corrects, key=key)
        return rpc.ProposeRumourResponse(rumour=rumour_to_pb(rumour, who))

    def PublishRumour(
        self, request: rpc.PublishRumourRequest, context: grpc.ServicerContext
    ) -> rpc.PublishRumourResponse:
        """Put an entry on the board on the word of a second person."""
        who, rumour_id = caller(context), id_from("rumour_id", request.rumour_id)
        read = digest_from(request.read_digest)
        rumour = self.publish_rumour(who, rumour_id=rumour_id, read=read)
        return rpc.PublishRumourResponse(rumour=rumour_to_pb(rumour, who))

    def DropRumour(
        self, request: rpc.DropRumourRequest, context: grpc.ServicerContext
    ) -> rpc.DropRumourResponse:
        """Give a proposal up."""
        who, rumour_id = caller(context), id_from("rumour_id", request.rumour_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        rumour = self.drop_rumour(who, rumour_id=rumour_id, expected_version=expected, why=why)
        return rpc.DropRumourResponse(rumour=rumour_to_pb(rumour, who))

    def WithdrawRumour(
        self, request: rpc.WithdrawRumourRequest, context: grpc.ServicerContext
    ) -> rpc.WithdrawRumourResponse:
        """Take an entry back."""
        who, rumour_id = caller(context), id_from("rumour_id", request.rumour_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        rumour = self.withdraw_rumour(who, rumour_id=rumour_id, expected_version=expected, why=why)
        return rpc.WithdrawRumourResponse(rumour=rumour_to_pb(rumour, who))


def quoted_from(request: rpc.ProposeRumourRequest) -> Quoted:
    """Return what goes around, and who says what of it.

    Raises:
        Invalid: its kind is none that we know.
    """
    wrong = Wrong()
    said = word(rpc.RumourKind.DESCRIPTOR, request.kind, "RUMOUR_KIND_")
    kind = wrong.word(RumourKind, said, "kind")
    wrong.check()
    assert kind is not None
    at = request.source_said_at
    return Quoted(
        kind=kind,
        quote=request.quote,
        language=request.language,
        source=request.source,
        source_said_at=at.ToDatetime(tzinfo=UTC) if request.HasField("source_said_at") else None,
        authority_reference=request.authority_reference,
    )


def rumour_to_pb(rumour: Rumour, to: Principal) -> rpc.Rumour:
    """Return an entry as this reader may see it; it names nobody."""
    quoted = rumour.quoted
    message = rpc.Rumour(
        rumour_id=str(rumour.rumour_id),
        version=rumour.version,
        status=rpc.RumourStatus.Value(f"RUMOUR_STATUS_{rumour.status.value}"),
        kind=rpc.RumourKind.Value(f"RUMOUR_KIND_{quoted.kind.value}"),
        quote=quoted.quote,
        language=quoted.language,
        said=rpc.RumourWords(en=rumour.said.en, cy=rumour.said.cy),
        source=quoted.source,
        corrects=str(rumour.corrects or ""),
        corrected_by=str(rumour.corrected_by or ""),
    )
    times = {
        "source_said_at": quoted.source_said_at,
        "published_at": rumour.published.at if rumour.published else None,
        "ended_at": rumour.ended_at,
    }
    for name, at in times.items():
        if at is not None:
            getattr(message, name).CopyFrom(moment(at))
    if is_staff(to):
        message.digest = rumour.digest
        message.proposed_by_you = rumour.proposed.by == to.subject
        message.authority_reference = quoted.authority_reference
    return message


def rumour_services_of(
    board: RumourBoardServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of the rumour board with what adds it to a server."""
    return {
        rpc.DESCRIPTOR.services_by_name["RumourBoardService"]: lambda server: (
            rumours_pb2_grpc.add_RumourBoardServiceServicer_to_server(board, server)
        ),
    }
