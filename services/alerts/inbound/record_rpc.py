"""The RPCs of what comes in and went out as CAP, and of what anyone can check."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, page_size_from
from isp.alerts.v1 import cap_pb2, cap_pb2_grpc, ledger_pb2, ledger_pb2_grpc
from services.alerts.inbound.record_translate import (
    cap_status_to_pb,
    code_said,
    earlier_size_from,
    entry_to_pb,
    head_to_pb,
    identifier_from,
    import_from,
    imports_to_pb,
    message_to_pb,
    start_from,
    verified_to_pb,
)
from services.alerts.messages import alert_to_pb
from services.alerts.usecases.get_cap_message import GetCapMessage
from services.alerts.usecases.get_code import GetCode
from services.alerts.usecases.get_consistency_proof import GetConsistencyProof
from services.alerts.usecases.get_feed import GetFeed
from services.alerts.usecases.get_inclusion_proof import GetInclusionProof
from services.alerts.usecases.get_tree_head import GetTreeHead
from services.alerts.usecases.import_cap import ImportCap
from services.alerts.usecases.list_cap_imports import ListCapImports
from services.alerts.usecases.list_log_entries import ListLogEntries
from services.alerts.usecases.verify_code import VerifyCode


@dataclass(frozen=True, slots=True, kw_only=True)
class CapServicer(cap_pb2_grpc.CapServiceServicer):
    """isp.alerts.v1.CapService."""

    import_cap: ImportCap
    list_cap_imports: ListCapImports
    get_cap_message: GetCapMessage
    get_feed: GetFeed

    def ImportCap(
        self, request: cap_pb2.ImportCapRequest, context: grpc.ServicerContext
    ) -> cap_pb2.ImportCapResponse:
        """Make a submitted draft of a CAP message."""
        it = import_from(request)
        made = self.import_cap(
            caller(context), message=it.message, digest=it.digest, key=it.key, weight=it.weight
        )
        about = str(made.about or "")
        return cap_pb2.ImportCapResponse(alert=alert_to_pb(made.alert), about_alert_id=about)

    def ListCapImports(
        self, request: cap_pb2.ListCapImportsRequest, context: grpc.ServicerContext
    ) -> cap_pb2.ListCapImportsResponse:
        """Show what came in from elsewhere about an alert."""
        alert_id = id_from("alert_id", request.alert_id)
        origin, waiting = self.list_cap_imports(caller(context), alert_id=alert_id)
        return imports_to_pb(origin, waiting)

    def GetCapMessage(
        self, request: cap_pb2.GetCapMessageRequest, context: grpc.ServicerContext
    ) -> cap_pb2.GetCapMessageResponse:
        """Return one message that everyone may read."""
        named = request.identifier and identifier_from(request.identifier)
        alert_id = None if named else id_from("alert_id", request.alert_id)
        found = self.get_cap_message(identifier=named, alert_id=alert_id)
        return cap_pb2.GetCapMessageResponse(message=message_to_pb(found))

    def GetFeed(
        self, request: cap_pb2.GetFeedRequest, context: grpc.ServicerContext
    ) -> cap_pb2.GetFeedResponse:
        """Return what went out to everyone lately."""
        return cap_pb2.GetFeedResponse(messages=map(message_to_pb, self.get_feed()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerServicer(ledger_pb2_grpc.LedgerServiceServicer):
    """isp.alerts.v1.LedgerService."""

    verify_code: VerifyCode
    get_code: GetCode
    get_tree_head: GetTreeHead
    list_log_entries: ListLogEntries
    get_inclusion_proof: GetInclusionProof
    get_consistency_proof: GetConsistencyProof

    def VerifyCode(
        self, request: ledger_pb2.VerifyCodeRequest, context: grpc.ServicerContext
    ) -> ledger_pb2.VerifyCodeResponse:
        """Say what a code stands for."""
        return verified_to_pb(self.verify_code(said=code_said(request.code)))

    def GetCode(
        self, request: ledger_pb2.GetCodeRequest, context: grpc.ServicerContext
    ) -> ledger_pb2.GetCodeResponse:
        """Return the code of an alert."""
        alert_id = id_from("alert_id", request.alert_id)
        code, meant = self.get_code(caller(context), alert_id=alert_id)
        return ledger_pb2.GetCodeResponse(code=code, cap_status=cap_status_to_pb(meant))

    def GetTreeHead(
        self, request: ledger_pb2.GetTreeHeadRequest, context: grpc.ServicerContext
    ) -> ledger_pb2.GetTreeHeadResponse:
        """Return the newest head."""
        return ledger_pb2.GetTreeHeadResponse(head=head_to_pb(self.get_tree_head()))

    def ListLogEntries(
        self, request: ledger_pb2.ListLogEntriesRequest, context: grpc.ServicerContext
    ) -> ledger_pb2.ListLogEntriesResponse:
        """Return a part of the log."""
        start, size = start_from(request.start), page_size_from(request.page_size)
        entries = self.list_log_entries(start=start, size=size)
        return ledger_pb2.ListLogEntriesResponse(entries=map(entry_to_pb, entries))

    def GetInclusionProof(
        self, request: ledger_pb2.GetInclusionProofRequest, context: grpc.ServicerContext
    ) -> ledger_pb2.GetInclusionProofResponse:
        """Prove that the log has a message."""
        found = self.get_inclusion_proof(identifier=identifier_from(request.identifier))
        head = head_to_pb(found.head)
        return ledger_pb2.GetInclusionProofResponse(index=found.index, path=found.path, head=head)

    def GetConsistencyProof(
        self, request: ledger_pb2.GetConsistencyProofRequest, context: grpc.ServicerContext
    ) -> ledger_pb2.GetConsistencyProofResponse:
        """Prove that the log only grew."""
        found = self.get_consistency_proof(earlier_size=earlier_size_from(request.earlier_size))
        head = head_to_pb(found.head)
        return ledger_pb2.GetConsistencyProofResponse(path=found.path, head=head)


def record_services_of(
    cap: CapServicer, ledger: LedgerServicer
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return these gRPC services with what adds each to a server."""
    return {
        cap_pb2.DESCRIPTOR.services_by_name["CapService"]: lambda server: (
            cap_pb2_grpc.add_CapServiceServicer_to_server(cap, server)
        ),
        ledger_pb2.DESCRIPTOR.services_by_name["LedgerService"]: lambda server: (
            ledger_pb2_grpc.add_LedgerServiceServicer_to_server(ledger, server)
        ),
    }
