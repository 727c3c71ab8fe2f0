"""The RPCs of synonyms: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.calls import caller
from chassis.requests import version_from
from isp.content.v1 import synonyms_pb2 as pb
from isp.content.v1 import synonyms_pb2_grpc
from services.content.domain.synonyms import Synonyms
from services.content.usecases.change_synonyms import ChangeSynonyms
from services.content.usecases.list_synonyms import ListSynonyms


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymsServicer(synonyms_pb2_grpc.SynonymsServiceServicer):
    """isp.content.v1.SynonymsService."""

    list_synonyms: ListSynonyms
    change_synonyms: ChangeSynonyms

    def ListSynonyms(
        self, _request: pb.ListSynonymsRequest, _context: grpc.ServicerContext
    ) -> pb.ListSynonymsResponse:
        """Show what stands."""
        return pb.ListSynonymsResponse(synonyms=[_shown(each) for each in self.list_synonyms()])

    def ChangeSynonyms(
        self, request: pb.ChangeSynonymsRequest, context: grpc.ServicerContext
    ) -> pb.ChangeSynonymsResponse:
        """Put groups in place of all."""
        after = self.change_synonyms(
            caller(context),
            language=request.language,
            read=version_from(request.expected_version),
            groups=[tuple(term.strip() for term in group.terms) for group in request.groups],
        )
        return pb.ChangeSynonymsResponse(synonyms=_shown(after))


def _shown(synonyms: Synonyms) -> pb.Synonyms:
    at = None
    if synonyms.changed_at is not None:
        at = Timestamp()
        at.FromDatetime(synonyms.changed_at)
    return pb.Synonyms(
        language=synonyms.language,
        version=synonyms.version,
        groups=[pb.SynonymGroup(terms=group) for group in synonyms.groups],
        changed_at=at,
    )


def synonyms_services_of(
    synonyms: SynonymsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of synonyms with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["SynonymsService"]: lambda server: (
            synonyms_pb2_grpc.add_SynonymsServiceServicer_to_server(synonyms, server)
        )
    }
