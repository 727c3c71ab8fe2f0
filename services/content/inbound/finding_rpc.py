"""The RPCs of finding: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import NUL, id_from
from isp.content.v1 import document_pb2, finding_pb2_grpc
from isp.content.v1 import finding_pb2 as pb
from services.content.domain.document import Document
from services.content.domain.gap import Gap
from services.content.domain.typing_ahead import LONGEST_TYPED, Suggestion
from services.content.inbound.translate import language_from
from services.content.messages import document_to_pb
from services.content.usecases.list_search_gaps import ListSearchGaps
from services.content.usecases.list_similar import ListSimilar
from services.content.usecases.suggest import Suggest


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingServicer(finding_pb2_grpc.FindingServiceServicer):
    """isp.content.v1.FindingService."""

    suggest: Suggest
    list_similar: ListSimilar
    list_search_gaps: ListSearchGaps

    def Suggest(
        self, request: pb.SuggestRequest, context: grpc.ServicerContext
    ) -> pb.SuggestResponse:
        """Suggest what may be meant."""
        text, language = _typed(request.text), language_from(request.language)
        found = self.suggest(caller(context), text=text, language=language)
        return pb.SuggestResponse(suggestions=[_suggestion(each) for each in found])

    def ListSimilar(
        self, request: pb.ListSimilarRequest, context: grpc.ServicerContext
    ) -> pb.ListSimilarResponse:
        """List what is like a document."""
        who, document_id = caller(context), id_from("document_id", request.document_id)
        found = self.list_similar(who, document_id=document_id)
        return pb.ListSimilarResponse(documents=[_listed(each) for each in found])

    def ListSearchGaps(
        self, _request: pb.ListSearchGapsRequest, _context: grpc.ServicerContext
    ) -> pb.ListSearchGapsResponse:
        """List what was looked for in vain."""
        return pb.ListSearchGapsResponse(gaps=[_gap(each) for each in self.list_search_gaps()])


def _typed(text: str) -> str:
    if len(text) > LONGEST_TYPED or NUL in text:
        what = f"must have at most {LONGEST_TYPED} characters, none of them NUL"
        raise Invalid(Violation("text", what))
    return text


def _listed(document: Document) -> document_pb2.Document:
    """Return what any reader sees in a list."""
    message = document_to_pb(document, body=False)
    del message.content.marking.named_subjects[:]
    return message


def _suggestion(found: Suggestion) -> pb.Suggestion:
    return pb.Suggestion(
        text=found.text, document_id="" if found.is_tag else str(found.document_id)
    )


def _gap(gap: Gap) -> pb.SearchGap:
    return pb.SearchGap(text=gap.text, times=gap.times, last_on=gap.last_on.isoformat())


def finding_services_of(
    finding: FindingServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of finding with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["FindingService"]: lambda server: (
            finding_pb2_grpc.add_FindingServiceServicer_to_server(finding, server)
        )
    }
