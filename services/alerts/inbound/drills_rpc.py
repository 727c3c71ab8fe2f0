"""The RPCs of private drills: each translates, calls its use case, translates back."""

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
from isp.alerts.v1 import drills_pb2 as pb
from isp.alerts.v1 import drills_pb2_grpc
from services.alerts.inbound.drills_translate import (
    drill_to_pb,
    figures_to_pb,
    offered_to_pb,
    scenario_from,
)
from services.alerts.usecases.end_drill import EndDrill
from services.alerts.usecases.get_drill import GetDrill
from services.alerts.usecases.list_drill_scenarios import ListDrillScenarios
from services.alerts.usecases.list_drills import ListDrills
from services.alerts.usecases.start_drill import StartDrill


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillsServicer(drills_pb2_grpc.DrillsServiceServicer):
    """isp.alerts.v1.DrillsService."""

    list_drill_scenarios: ListDrillScenarios
    start_drill: StartDrill
    end_drill: EndDrill
    get_drill: GetDrill
    list_drills: ListDrills

    def ListDrillScenarios(
        self, _request: pb.ListDrillScenariosRequest, _context: grpc.ServicerContext
    ) -> pb.ListDrillScenariosResponse:
        """Say what may be practised."""
        return pb.ListDrillScenariosResponse(
            scenarios=map(offered_to_pb, self.list_drill_scenarios())
        )

    def StartDrill(
        self, request: pb.StartDrillRequest, context: grpc.ServicerContext
    ) -> pb.StartDrillResponse:
        """Begin a drill."""
        scenario, key = scenario_from(request.scenario), key_from("StartDrill", request)
        begun = self.start_drill(
            caller(context),
            scenario=scenario,
            note=request.note.strip(),
            minutes=request.minutes,
            key=key,
        )
        return pb.StartDrillResponse(drill=drill_to_pb(begun))

    def EndDrill(
        self, request: pb.EndDrillRequest, context: grpc.ServicerContext
    ) -> pb.EndDrillResponse:
        """End a drill."""
        drill_id = id_from("drill_id", request.drill_id)
        version = version_from(request.expected_version)
        over = self.end_drill(caller(context), drill_id=drill_id, expected_version=version)
        return pb.EndDrillResponse(drill=drill_to_pb(over))

    def GetDrill(
        self, request: pb.GetDrillRequest, context: grpc.ServicerContext
    ) -> pb.GetDrillResponse:
        """Show a drill, and how far it is."""
        drill_id = id_from("drill_id", request.drill_id)
        drill, figures = self.get_drill(caller(context), drill_id=drill_id)
        return pb.GetDrillResponse(drill=drill_to_pb(drill), figures=figures_to_pb(figures))

    def ListDrills(
        self, request: pb.ListDrillsRequest, context: grpc.ServicerContext
    ) -> pb.ListDrillsResponse:
        """Show the drills of the caller's organisation."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_drills(caller(context), after=after, size=size)
        return pb.ListDrillsResponse(
            drills=map(drill_to_pb, found), next_page_token=token_of(following)
        )


def drill_services_of(
    drills: DrillsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["DrillsService"]: lambda server: (
            drills_pb2_grpc.add_DrillsServiceServicer_to_server(drills, server)
        )
    }
