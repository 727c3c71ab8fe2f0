"""The RPCs of the threat levels: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    digest_from,
    id_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.alerts.v1 import threat_levels_pb2 as rpc
from isp.alerts.v1 import threat_levels_pb2_grpc
from kernel.ports import Clock
from services.alerts.domain.threat_change import REASON_LONGEST
from services.alerts.inbound.threat_translate import (
    number_from,
    proposal_from,
    series_from,
    statuses_from,
    token_from,
)
from services.alerts.threat_messages import change_to_pb, standing_to_pb, threat_levels_to_pb
from services.alerts.usecases.approve_threat_level import ApproveThreatLevel
from services.alerts.usecases.get_threat_level_change import GetThreatLevelChange
from services.alerts.usecases.get_threat_levels import GetThreatLevels
from services.alerts.usecases.list_threat_level_changes import ListThreatLevelChanges
from services.alerts.usecases.list_threat_level_history import ListThreatLevelHistory
from services.alerts.usecases.propose_threat_level import ProposeThreatLevel
from services.alerts.usecases.withdraw_threat_level import WithdrawThreatLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatLevelsServicer(threat_levels_pb2_grpc.ThreatLevelsServiceServicer):
    """isp.alerts.v1.ThreatLevelsService."""

    get_threat_levels: GetThreatLevels
    list_threat_level_history: ListThreatLevelHistory
    propose_threat_level: ProposeThreatLevel
    approve_threat_level: ApproveThreatLevel
    withdraw_threat_level: WithdrawThreatLevel
    get_threat_level_change: GetThreatLevelChange
    list_threat_level_changes: ListThreatLevelChanges
    clock: Clock

    def GetThreatLevels(
        self, _request: rpc.GetThreatLevelsRequest, _context: grpc.ServicerContext
    ) -> rpc.GetThreatLevelsResponse:
        """Read the levels that stand."""
        return threat_levels_to_pb(self.get_threat_levels(), self.clock.now())

    def ListThreatLevelHistory(
        self, request: rpc.ListThreatLevelHistoryRequest, _context: grpc.ServicerContext
    ) -> rpc.ListThreatLevelHistoryResponse:
        """Read a page of a series' levels."""
        series, size = series_from(request.series), page_size_from(request.page_size)
        before = number_from(request.page_token)
        levels, onward = self.list_threat_level_history(series=series, before=before, size=size)
        shown = [standing_to_pb(each, each.first_wording) for each in levels]
        return rpc.ListThreatLevelHistoryResponse(levels=shown, next_page_token=token_from(onward))

    def ProposeThreatLevel(
        self, request: rpc.ProposeThreatLevelRequest, context: grpc.ServicerContext
    ) -> rpc.ProposeThreatLevelResponse:
        """Take the first person's word that a level changes."""
        who = caller(context)
        proposal, key = proposal_from(request, self.clock.now())
        change = self.propose_threat_level(who, proposal=proposal, key=key)
        return rpc.ProposeThreatLevelResponse(change=change_to_pb(change, who))

    def ApproveThreatLevel(
        self, request: rpc.ApproveThreatLevelRequest, context: grpc.ServicerContext
    ) -> rpc.ApproveThreatLevelResponse:
        """Put a level into force on the word of a second person."""
        who, change_id = caller(context), id_from("change_id", request.change_id)
        read = digest_from(request.read_digest)
        change = self.approve_threat_level(who, change_id=change_id, read=read)
        return rpc.ApproveThreatLevelResponse(change=change_to_pb(change, who))

    def WithdrawThreatLevel(
        self, request: rpc.WithdrawThreatLevelRequest, context: grpc.ServicerContext
    ) -> rpc.WithdrawThreatLevelResponse:
        """Give a proposal up."""
        who, change_id = caller(context), id_from("change_id", request.change_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        change = self.withdraw_threat_level(
            who, change_id=change_id, expected_version=expected, why=why
        )
        return rpc.WithdrawThreatLevelResponse(change=change_to_pb(change, who))

    def GetThreatLevelChange(
        self, request: rpc.GetThreatLevelChangeRequest, context: grpc.ServicerContext
    ) -> rpc.GetThreatLevelChangeResponse:
        """Read one change."""
        who, change_id = caller(context), id_from("change_id", request.change_id)
        change = self.get_threat_level_change(change_id=change_id)
        return rpc.GetThreatLevelChangeResponse(change=change_to_pb(change, who))

    def ListThreatLevelChanges(
        self, request: rpc.ListThreatLevelChangesRequest, context: grpc.ServicerContext
    ) -> rpc.ListThreatLevelChangesResponse:
        """Read a page of changes."""
        who, after = caller(context), place_from(request.page_token)
        statuses, size = statuses_from(request.statuses), page_size_from(request.page_size)
        changes, onward = self.list_threat_level_changes(statuses=statuses, after=after, size=size)
        shown = [change_to_pb(each, who) for each in changes]
        return rpc.ListThreatLevelChangesResponse(changes=shown, next_page_token=token_of(onward))


def threat_services_of(
    threat_levels: ThreatLevelsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of the threat levels with what adds it to a server."""
    return {
        rpc.DESCRIPTOR.services_by_name["ThreatLevelsService"]: lambda server: (
            threat_levels_pb2_grpc.add_ThreatLevelsServiceServicer_to_server(threat_levels, server)
        ),
    }
