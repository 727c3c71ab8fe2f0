"""The RPCs of remarks: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import id_from, key_from, page_size_from, place_from, token_of, version_from
from isp.content.v1 import remarks_pb2 as pb
from isp.content.v1 import remarks_pb2_grpc
from services.content.domain.remark import Remark, RemarkStatus
from services.content.usecases.get_remark_figures import GetRemarkFigures
from services.content.usecases.leave_remark import LeaveRemark
from services.content.usecases.list_remarks import ListRemarks
from services.content.usecases.remark_ports import Remarked, Wanted
from services.content.usecases.settle_remark import SettleRemark

_PREFIX: Final = "REMARK_STATUS_"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarksServicer(remarks_pb2_grpc.RemarksServiceServicer):
    """isp.content.v1.RemarksService."""

    leave_remark: LeaveRemark
    list_remarks: ListRemarks
    get_remark_figures: GetRemarkFigures
    settle_remark: SettleRemark

    def LeaveRemark(
        self, request: pb.LeaveRemarkRequest, context: grpc.ServicerContext
    ) -> pb.LeaveRemarkResponse:
        """Keep what a reader says."""
        self.leave_remark(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            useful=request.useful,
            comment=request.comment,
            key=key_from("LeaveRemark", request),
        )
        return pb.LeaveRemarkResponse()

    def ListRemarks(
        self, request: pb.ListRemarksRequest, context: grpc.ServicerContext
    ) -> pb.ListRemarksResponse:
        """Read a page of remarks."""
        found, following = self.list_remarks(
            caller(context),
            wanted=Wanted(
                status=_status(request.status),
                document_id=_of(request.document_id),
                not_useful=request.not_useful,
            ),
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        return pb.ListRemarksResponse(
            remarks=[_remarked(each) for each in found], next_page_token=token_of(following)
        )

    def GetRemarkFigures(
        self, request: pb.GetRemarkFiguresRequest, context: grpc.ServicerContext
    ) -> pb.GetRemarkFiguresResponse:
        """Count by months."""
        which = _of(request.document_id)
        months, title = self.get_remark_figures(caller(context), document_id=which)
        counted = [
            pb.RemarkMonth(month=each.month, useful=each.useful, not_useful=each.not_useful)
            for each in months
        ]
        return pb.GetRemarkFiguresResponse(months=counted, document_title=title)

    def SettleRemark(
        self, request: pb.SettleRemarkRequest, context: grpc.ServicerContext
    ) -> pb.SettleRemarkResponse:
        """Say what came of one."""
        remark, title = self.settle_remark(
            caller(context),
            remark_id=id_from("remark_id", request.remark_id),
            expected_version=version_from(request.expected_version),
            status=_status(request.status),
            outcome=request.outcome,
        )
        return pb.SettleRemarkResponse(remark=_shown(remark, title))


def _of(document_id: str) -> UUID | None:
    return id_from("document_id", document_id) if document_id else None


def _status(value: "pb.RemarkStatus.ValueType") -> RemarkStatus:
    name = pb.RemarkStatus.Name(value) if value in pb.RemarkStatus.values() else ""
    word = name.removeprefix(_PREFIX)
    if word not in RemarkStatus.__members__:
        raise Invalid(Violation("status", "must be said, with a value that we know"))
    return RemarkStatus[word]


def _remarked(each: Remarked) -> pb.Remark:
    message = _shown(each.remark, each.title)
    message.useful_count, message.not_useful_count = each.useful, each.not_useful
    return message


def _shown(remark: Remark, title: str) -> pb.Remark:
    left_at = Timestamp()
    left_at.FromDatetime(remark.left_at)
    return pb.Remark(
        remark_id=str(remark.remark_id),
        version=remark.version,
        document_id=str(remark.document_id),
        document_title=title,
        document_version=remark.document_version,
        useful=remark.useful,
        comment=remark.comment,
        status=pb.RemarkStatus.Value(f"{_PREFIX}{remark.status.name}"),
        left_at=left_at,
        outcome=remark.outcome,
    )


def remarks_services_of(
    remarks: RemarksServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of remarks with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["RemarksService"]: lambda server: (
            remarks_pb2_grpc.add_RemarksServiceServicer_to_server(remarks, server)
        )
    }
