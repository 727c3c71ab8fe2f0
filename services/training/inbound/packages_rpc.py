"""The RPCs of packages: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    id_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.training.v1 import packages_pb2 as pb
from isp.training.v1 import packages_pb2_grpc
from services.training.domain.package import PIECE_BYTES
from services.training.inbound.package_translate import (
    beginning_from,
    digested_from,
    package_to_pb,
    piece_from,
)
from services.training.inbound.shown import moment
from services.training.usecases.begin_package import BeginPackage
from services.training.usecases.finish_package import FinishPackage
from services.training.usecases.get_package import GetPackage
from services.training.usecases.list_packages import ListPackages
from services.training.usecases.preview_package import PreviewPackage
from services.training.usecases.publish_package import PublishPackage
from services.training.usecases.put_package_piece import PutPackagePiece
from services.training.usecases.withdraw_package import WithdrawPackage

REASON_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesServicer(packages_pb2_grpc.PackagesServiceServicer):
    """isp.training.v1.PackagesService."""

    begin_package: BeginPackage
    put_package_piece: PutPackagePiece
    finish_package: FinishPackage
    publish_package: PublishPackage
    withdraw_package: WithdrawPackage
    list_packages: ListPackages
    get_package: GetPackage
    preview_package: PreviewPackage

    def BeginPackage(
        self, request: pb.BeginPackageRequest, context: grpc.ServicerContext
    ) -> pb.BeginPackageResponse:
        """Announce a package."""
        who = caller(context)
        upload = package_to_pb(self.begin_package(who, **beginning_from(request)), who)
        return pb.BeginPackageResponse(package=upload, piece_bytes=PIECE_BYTES)

    def PutPackagePiece(
        self, request: pb.PutPackagePieceRequest, context: grpc.ServicerContext
    ) -> pb.PutPackagePieceResponse:
        """Bring a piece."""
        who = caller(context)
        upload = self.put_package_piece(who, **piece_from(request))
        return pb.PutPackagePieceResponse(package=package_to_pb(upload, who))

    def FinishPackage(
        self, request: pb.FinishPackageRequest, context: grpc.ServicerContext
    ) -> pb.FinishPackageResponse:
        """Have it looked into."""
        who = caller(context)
        which, digest = digested_from(request.package_id, "digest", request.digest)
        found = self.finish_package(who, package_id=which, digest=digest)
        return pb.FinishPackageResponse(package=package_to_pb(found, who))

    def PublishPackage(
        self, request: pb.PublishPackageRequest, context: grpc.ServicerContext
    ) -> pb.PublishPackageResponse:
        """Give a second person's word."""
        who = caller(context)
        which, read = digested_from(request.package_id, "read_digest", request.read_digest)
        published = self.publish_package(who, package_id=which, read_digest=read)
        return pb.PublishPackageResponse(package=package_to_pb(published, who))

    def WithdrawPackage(
        self, request: pb.WithdrawPackageRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawPackageResponse:
        """Take it back."""
        who = caller(context)
        withdrawn = self.withdraw_package(
            who,
            package_id=id_from("package_id", request.package_id),
            expected_version=version_from(request.expected_version),
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.WithdrawPackageResponse(package=package_to_pb(withdrawn, who))

    def ListPackages(
        self, request: pb.ListPackagesRequest, context: grpc.ServicerContext
    ) -> pb.ListPackagesResponse:
        """Read a page of packages."""
        who = caller(context)
        size, after = page_size_from(request.page_size), place_from(request.page_token)
        found, following = self.list_packages(after=after, size=size)
        return pb.ListPackagesResponse(
            packages=[package_to_pb(each, who, units=False) for each in found],
            next_page_token=token_of(following),
        )

    def GetPackage(
        self, request: pb.GetPackageRequest, context: grpc.ServicerContext
    ) -> pb.GetPackageResponse:
        """Read one package."""
        found = self.get_package(package_id=id_from("package_id", request.package_id))
        return pb.GetPackageResponse(package=package_to_pb(found, caller(context)))

    def PreviewPackage(
        self, request: pb.PreviewPackageRequest, context: grpc.ServicerContext
    ) -> pb.PreviewPackageResponse:
        """Say where a unit is seen."""
        which = id_from("package_id", request.package_id)
        url, grant = self.preview_package(caller(context), package_id=which, unit=request.unit)
        return pb.PreviewPackageResponse(url=url, expires_at=moment(grant.expires_at))


def packages_service(
    packages: PackagesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of packages with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["PackagesService"]: lambda server: (
            packages_pb2_grpc.add_PackagesServiceServicer_to_server(packages, server)
        ),
    }
