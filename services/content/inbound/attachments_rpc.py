"""The RPCs of attachments: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, text_from, version_from
from isp.content.v1 import attachments_pb2 as pb
from isp.content.v1 import attachments_pb2_grpc
from services.content.domain.attachment import PIECE_BYTES
from services.content.inbound.attachment_translate import (
    attachment_to_pb,
    beginning_from,
    digested_from,
    moment_to_pb,
    piece_from,
)
from services.content.usecases.begin_upload import BeginUpload
from services.content.usecases.confirm_attachment import ConfirmAttachment
from services.content.usecases.finish_upload import FinishUpload
from services.content.usecases.list_attachments import ListAttachments
from services.content.usecases.open_attachment import OpenAttachment
from services.content.usecases.put_upload_piece import PutUploadPiece
from services.content.usecases.remove_attachment import RemoveAttachment

REASON_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentsServicer(attachments_pb2_grpc.AttachmentsServiceServicer):
    """isp.content.v1.AttachmentsService."""

    begin_upload: BeginUpload
    put_upload_piece: PutUploadPiece
    finish_upload: FinishUpload
    confirm_attachment: ConfirmAttachment
    remove_attachment: RemoveAttachment
    list_attachments: ListAttachments
    open_attachment: OpenAttachment

    def BeginUpload(
        self, request: pb.BeginUploadRequest, context: grpc.ServicerContext
    ) -> pb.BeginUploadResponse:
        """Announce a file."""
        who = caller(context)
        shown = attachment_to_pb(self.begin_upload(who, **beginning_from(request)), who)
        return pb.BeginUploadResponse(attachment=shown, piece_bytes=PIECE_BYTES)

    def PutUploadPiece(
        self, request: pb.PutUploadPieceRequest, context: grpc.ServicerContext
    ) -> pb.PutUploadPieceResponse:
        """Bring a piece."""
        who = caller(context)
        upload = self.put_upload_piece(who, **piece_from(request))
        return pb.PutUploadPieceResponse(attachment=attachment_to_pb(upload, who))

    def FinishUpload(
        self, request: pb.FinishUploadRequest, context: grpc.ServicerContext
    ) -> pb.FinishUploadResponse:
        """Say that everything came."""
        who = caller(context)
        which, digest = digested_from(request.attachment_id, "digest", request.digest)
        finished = self.finish_upload(who, attachment_id=which, digest=digest)
        return pb.FinishUploadResponse(attachment=attachment_to_pb(finished, who))

    def ConfirmAttachment(
        self, request: pb.ConfirmAttachmentRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmAttachmentResponse:
        """Give a second person's word."""
        who = caller(context)
        which, read = digested_from(request.attachment_id, "read_digest", request.read_digest)
        confirmed = self.confirm_attachment(who, attachment_id=which, read_digest=read)
        return pb.ConfirmAttachmentResponse(attachment=attachment_to_pb(confirmed, who))

    def RemoveAttachment(
        self, request: pb.RemoveAttachmentRequest, context: grpc.ServicerContext
    ) -> pb.RemoveAttachmentResponse:
        """Take a file away."""
        self.remove_attachment(
            caller(context),
            attachment_id=id_from("attachment_id", request.attachment_id),
            expected_version=version_from(request.expected_version),
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.RemoveAttachmentResponse()

    def ListAttachments(
        self, request: pb.ListAttachmentsRequest, context: grpc.ServicerContext
    ) -> pb.ListAttachmentsResponse:
        """Show what is attached."""
        who = caller(context)
        found = self.list_attachments(who, document_id=id_from("document_id", request.document_id))
        shown = [attachment_to_pb(each, who) for each in found]
        return pb.ListAttachmentsResponse(attachments=shown)

    def OpenAttachment(
        self, request: pb.OpenAttachmentRequest, context: grpc.ServicerContext
    ) -> pb.OpenAttachmentResponse:
        """Say where a file is read."""
        who, which = caller(context), id_from("attachment_id", request.attachment_id)
        attachment, url, ends = self.open_attachment(who, attachment_id=which)
        shown = attachment_to_pb(attachment, who)
        return pb.OpenAttachmentResponse(url=url, expires_at=moment_to_pb(ends), attachment=shown)


def attachments_services_of(
    attachments: AttachmentsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of attachments with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["AttachmentsService"]: lambda server: (
            attachments_pb2_grpc.add_AttachmentsServiceServicer_to_server(attachments, server)
        )
    }
