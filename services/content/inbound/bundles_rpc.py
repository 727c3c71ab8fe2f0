"""The RPCs of bundles: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from isp.content.v1 import bundles_pb2 as pb
from isp.content.v1 import bundles_pb2_grpc
from services.content.domain.bundle import held_from
from services.content.usecases.get_bundle import GetBundle
from services.content.usecases.get_bundle_changes import GetBundleChanges
from services.content.usecases.get_bundle_keys import GetBundleKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlesServicer(bundles_pb2_grpc.BundlesServiceServicer):
    """isp.content.v1.BundlesService."""

    get_bundle: GetBundle
    get_bundle_changes: GetBundleChanges
    get_bundle_keys: GetBundleKeys

    def GetBundle(
        self, _request: pb.GetBundleRequest, context: grpc.ServicerContext
    ) -> pb.GetBundleResponse:
        """Hand out all of it."""
        return pb.GetBundleResponse(file=self.get_bundle(caller(context)))

    def GetBundleChanges(
        self, request: pb.GetBundleChangesRequest, context: grpc.ServicerContext
    ) -> pb.GetBundleChangesResponse:
        """Hand out what changed."""
        file = self.get_bundle_changes(caller(context), held=held_from(request.held))
        return pb.GetBundleChangesResponse(file=file)

    def GetBundleKeys(
        self, _request: pb.GetBundleKeysRequest, _context: grpc.ServicerContext
    ) -> pb.GetBundleKeysResponse:
        """Say the keys."""
        found = self.get_bundle_keys()
        return pb.GetBundleKeysResponse(
            keys=[pb.BundleKey(kid=each.kid, x=each.x) for each in found]
        )


def bundles_services_of(
    bundles: BundlesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of bundles with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["BundlesService"]: lambda server: (
            bundles_pb2_grpc.add_BundlesServiceServicer_to_server(bundles, server)
        )
    }
