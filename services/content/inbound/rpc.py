"""The RPCs of content: each translates, calls its use case, translates back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.privacy import PrivacyServicer
from chassis.requests import id_from, page_size_from, place_from, text_from, token_of, version_from
from isp.content.v1 import content_pb2, content_pb2_grpc, document_pb2
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from kernel.principals import Principal
from services.content.domain.document import EDITING, Document
from services.content.domain.upkeep import Revision
from services.content.inbound.translate import (
    language_from,
    publication_from,
    query_from,
    revised_from,
)
from services.content.messages import document_for_editors, document_to_pb
from services.content.usecases.get_document import GetDocument
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.publish_document import PublishDocument
from services.content.usecases.revise_document import ReviseDocument
from services.content.usecases.search import Results, Search
from services.content.usecases.withdraw_document import WithdrawDocument

REASON_LONGEST: Final = 1000


def _shown(document: Document, to: Principal, *, body: bool = True) -> document_pb2.Document:
    """Return a document as a reader sees it: whom it names, and whose it is, is for editors."""
    if to.may(EDITING):
        return document_for_editors(document, body=body)
    message = document_to_pb(document, body=body)
    del message.content.marking.named_subjects[:]
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentServicer(content_pb2_grpc.ContentServiceServicer):
    """isp.content.v1.ContentService."""

    publish_document: PublishDocument
    revise_document: ReviseDocument
    withdraw_document: WithdrawDocument
    get_document: GetDocument
    list_documents: ListDocuments
    search: Search

    def PublishDocument(
        self, request: content_pb2.PublishDocumentRequest, context: grpc.ServicerContext
    ) -> content_pb2.PublishDocumentResponse:
        """Publish a new document."""
        who, (content, key, review_on) = caller(context), publication_from(request)
        document = self.publish_document(
            who,
            content=content,
            key=key,
            review_on=review_on,
            teaser_confirmed=request.teaser_confirmed,
        )
        return content_pb2.PublishDocumentResponse(document=_shown(document, who))

    def ReviseDocument(
        self, request: content_pb2.ReviseDocumentRequest, context: grpc.ServicerContext
    ) -> content_pb2.ReviseDocumentResponse:
        """Put the next version in a document's place."""
        content, review_on = revised_from(request)
        document = self.revise_document(
            who := caller(context),
            document_id=id_from("document_id", request.document_id),
            expected_version=version_from(request.expected_version),
            content=content,
            review_on=review_on,
            revision=Revision(note=request.note.strip(), material=request.material),
            teaser_confirmed=request.teaser_confirmed,
        )
        return content_pb2.ReviseDocumentResponse(document=_shown(document, who))

    def WithdrawDocument(
        self, request: content_pb2.WithdrawDocumentRequest, context: grpc.ServicerContext
    ) -> content_pb2.WithdrawDocumentResponse:
        """Take a document back."""
        document = self.withdraw_document(
            who := caller(context),
            document_id=id_from("document_id", request.document_id),
            expected_version=version_from(request.expected_version),
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return content_pb2.WithdrawDocumentResponse(document=_shown(document, who))

    def GetDocument(
        self, request: content_pb2.GetDocumentRequest, context: grpc.ServicerContext
    ) -> content_pb2.GetDocumentResponse:
        """Read one document."""
        who, document_id = caller(context), id_from("document_id", request.document_id)
        document, others = self.get_document(who, document_id=document_id)
        translations = [_shown(each, who, body=False) for each in others]
        shown = _shown(document, who)
        return content_pb2.GetDocumentResponse(document=shown, translations=translations)

    def ListDocuments(
        self, request: content_pb2.ListDocumentsRequest, context: grpc.ServicerContext
    ) -> content_pb2.ListDocumentsResponse:
        """Read a page of documents."""
        who, after = caller(context), place_from(request.page_token)
        language, size = language_from(request.language), page_size_from(request.page_size)
        found, following = self.list_documents(who, language=language, after=after, size=size)
        shown, token = [_shown(each, who, body=False) for each in found], token_of(following)
        return content_pb2.ListDocumentsResponse(documents=shown, next_page_token=token)

    def Search(
        self, request: content_pb2.SearchRequest, context: grpc.ServicerContext
    ) -> content_pb2.SearchResponse:
        """Find documents."""
        who, (query, size, offset) = caller(context), query_from(request)
        token = request.page_token
        results = self.search(who, query=query, size=size, offset=offset, token=token)
        return _answer(results, who)


def _answer(results: Results, to: Principal) -> content_pb2.SearchResponse:
    return content_pb2.SearchResponse(
        hits=[
            content_pb2.Hit(document=_shown(document, to, body=False), highlights=hit.highlights)
            for document, hit in results.documents
        ],
        total=results.found.total,
        facets=[_facet(name, values) for name, values in results.found.facets.items()],
        degraded=results.degraded,
        next_page_token=results.following,
    )


def _facet(name: str, values: Sequence[tuple[str, int]]) -> content_pb2.Facet:
    counted = [content_pb2.FacetValue(value=value, count=count) for value, count in values]
    return content_pb2.Facet(name=name, values=counted)


def services_of(
    content: ContentServicer, privacy: PrivacyServicer
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of content with what adds each to a server."""
    return {
        content_pb2.DESCRIPTOR.services_by_name["ContentService"]: lambda server: (
            content_pb2_grpc.add_ContentServiceServicer_to_server(content, server)
        ),
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]: lambda server: (
            privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(privacy, server)
        ),
    }
