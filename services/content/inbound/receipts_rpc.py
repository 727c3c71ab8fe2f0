"""The RPCs of receipts: each translates, calls its use case, translates back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, version_from
from isp.content.v1 import receipts_pb2 as pb
from isp.content.v1 import receipts_pb2_grpc
from services.content.domain.receipt import Receipt
from services.content.messages import document_to_pb, moment, receipt_asked_to_pb
from services.content.usecases.confirm_receipt import ConfirmReceipt
from services.content.usecases.get_receipt import GetReceipt
from services.content.usecases.get_receipt_figures import GetReceiptFigures
from services.content.usecases.list_receipts_asked import ListReceiptsAsked
from services.content.usecases.remind_of_receipt import RemindOfReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsServicer(receipts_pb2_grpc.ReceiptsServiceServicer):
    """isp.content.v1.ReceiptsService."""

    confirm_receipt: ConfirmReceipt
    get_receipt: GetReceipt
    list_receipts_asked: ListReceiptsAsked
    get_receipt_figures: GetReceiptFigures
    remind_of_receipt: RemindOfReceipt

    def ConfirmReceipt(
        self, request: pb.ConfirmReceiptRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmReceiptResponse:
        """Keep that a version was read."""
        receipt = self.confirm_receipt(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            expected_version=version_from(request.expected_version),
            name=request.name,
        )
        return pb.ConfirmReceiptResponse(receipt=_receipt(receipt))

    def GetReceipt(
        self, request: pb.GetReceiptRequest, context: grpc.ServicerContext
    ) -> pb.GetReceiptResponse:
        """Look whether a document asks the caller."""
        document_id = id_from("document_id", request.document_id)
        asked, receipt, due = self.get_receipt(caller(context), document_id=document_id)
        shown = None if receipt is None else _receipt(receipt)
        return pb.GetReceiptResponse(asked=receipt_asked_to_pb(asked), receipt=shown, due=due)

    def ListReceiptsAsked(
        self, _request: pb.ListReceiptsAskedRequest, context: grpc.ServicerContext
    ) -> pb.ListReceiptsAskedResponse:
        """List what asks the caller."""
        asked = []
        for document, reminded_at in self.list_receipts_asked(caller(context)):
            message = document_to_pb(document, body=False)
            del message.content.marking.named_subjects[:]
            at = None if reminded_at is None else moment(reminded_at)
            asked.append(pb.AskedReceipt(document=message, reminded_at=at))
        return pb.ListReceiptsAskedResponse(asked=asked)

    def GetReceiptFigures(
        self, request: pb.GetReceiptFiguresRequest, context: grpc.ServicerContext
    ) -> pb.GetReceiptFiguresResponse:
        """Tell how many confirmed."""
        document_id = id_from("document_id", request.document_id)
        document, said, reminded_at = self.get_receipt_figures(
            caller(context), document_id=document_id
        )
        return pb.GetReceiptFiguresResponse(
            asked=receipt_asked_to_pb(document.content.receipt),
            material_version=document.material.version,
            people=said.people,
            confirmed=said.confirmed,
            organisations=said.organisations,
            regions=_cells(said.regions),
            sectors=_cells(said.sectors),
            names=[
                pb.ReceiptName(
                    name=each.name,
                    organisation_id=each.organisation_id or "",
                    confirmed_at=moment(each.confirmed_at),
                )
                for each in said.names
            ],
            reminded_at=None if reminded_at is None else moment(reminded_at),
        )

    def RemindOfReceipt(
        self, request: pb.RemindOfReceiptRequest, context: grpc.ServicerContext
    ) -> pb.RemindOfReceiptResponse:
        """Remind those who have not confirmed."""
        self.remind_of_receipt(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.RemindOfReceiptResponse()


def _receipt(receipt: Receipt) -> pb.Receipt:
    return pb.Receipt(
        version=receipt.version, confirmed_at=moment(receipt.confirmed_at), name=receipt.name
    )


def _cells(counts: Mapping[str, int | None]) -> list[pb.ReceiptCell]:
    return [pb.ReceiptCell(code=code, confirmed=count) for code, count in sorted(counts.items())]


def receipts_services_of(
    receipts: ReceiptsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of receipts with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["ReceiptsService"]: lambda server: (
            receipts_pb2_grpc.add_ReceiptsServiceServicer_to_server(receipts, server)
        )
    }
