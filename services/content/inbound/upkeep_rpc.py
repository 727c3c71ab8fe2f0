"""The RPCs of keeping documents up: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, id_from, page_size_from, text_from, version_from
from isp.content.v1 import upkeep_pb2 as pb
from isp.content.v1 import upkeep_pb2_grpc
from services.content.inbound.draft_translate import (
    differences_to_pb,
    due_from,
    time_from,
    version_to_pb,
)
from services.content.inbound.translate import day_from
from services.content.messages import document_for_editors
from services.content.usecases.get_version import GetVersion
from services.content.usecases.list_due_documents import ListDueDocuments
from services.content.usecases.list_versions import ListVersions
from services.content.usecases.plan_withdrawal import PlanWithdrawal
from services.content.usecases.review_document import ReviewDocument

REASON_LONGEST: Final = 1000
FARTHEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class UpkeepServicer(upkeep_pb2_grpc.UpkeepServiceServicer):
    """isp.content.v1.UpkeepService."""

    list_versions: ListVersions
    get_version: GetVersion
    review_document: ReviewDocument
    plan_withdrawal: PlanWithdrawal
    list_due_documents: ListDueDocuments

    def ListVersions(
        self, request: pb.ListVersionsRequest, context: grpc.ServicerContext
    ) -> pb.ListVersionsResponse:
        """Show what a document was."""
        found, following = self.list_versions(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            before=_number("before_version", request.before_version),
            size=page_size_from(request.page_size),
        )
        shown = [version_to_pb(each, body=False) for each in found]
        return pb.ListVersionsResponse(versions=shown, next_before_version=following or 0)

    def GetVersion(
        self, request: pb.GetVersionRequest, context: grpc.ServicerContext
    ) -> pb.GetVersionResponse:
        """Show one version."""
        version = _number("version", request.version)
        if version is None:
            raise Invalid(Violation("version", "must be said"))
        there, found = self.get_version(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            version=version,
            since=_number("since_version", request.since_version),
        )
        return pb.GetVersionResponse(
            version=version_to_pb(there), differences=differences_to_pb(found)
        )

    def ReviewDocument(
        self, request: pb.ReviewDocumentRequest, context: grpc.ServicerContext
    ) -> pb.ReviewDocumentResponse:
        """Keep that a document was looked at again."""
        document = self.review_document(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            expected_version=version_from(request.expected_version),
            review_on=day_from("review_on", request.review_on),
            take_over=request.take_over,
        )
        return pb.ReviewDocumentResponse(document=document_for_editors(document))

    def PlanWithdrawal(
        self, request: pb.PlanWithdrawalRequest, context: grpc.ServicerContext
    ) -> pb.PlanWithdrawalResponse:
        """Give a document an end."""
        wrong, at = Wrong(), None
        if request.HasField("withdraw_at"):
            at = wrong.built("withdraw_at", lambda: time_from(request.withdraw_at))
        wrong.check()
        document = self.plan_withdrawal(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            expected_version=version_from(request.expected_version),
            withdraw_at=at,
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.PlanWithdrawalResponse(document=document_for_editors(document))

    def ListDueDocuments(
        self, request: pb.ListDueDocumentsRequest, context: grpc.ServicerContext
    ) -> pb.ListDueDocumentsResponse:
        """Show what waits by its date."""
        if not 0 <= request.offset <= FARTHEST:
            raise Invalid(Violation("offset", f"must be 0 to {FARTHEST}"))
        found, more = self.list_due_documents(
            caller(context),
            due=due_from(request.due),
            skip=request.offset,
            size=page_size_from(request.page_size),
        )
        shown = [document_for_editors(each, body=False) for each in found]
        return pb.ListDueDocumentsResponse(documents=shown, more=more)


def _number(field: str, value: int) -> int | None:
    if value < 0:
        raise Invalid(Violation(field, "must be a version, from 1"))
    return value or None


def upkeep_services_of(
    upkeep: UpkeepServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of keeping up with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["UpkeepService"]: lambda server: (
            upkeep_pb2_grpc.add_UpkeepServiceServicer_to_server(upkeep, server)
        )
    }
