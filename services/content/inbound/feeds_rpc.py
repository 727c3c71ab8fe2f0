"""The RPCs of feeds: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import key_from, page_size_from, place_from, token_of, version_from
from isp.content.v1 import content_pb2, document_pb2, feeds_pb2_grpc
from isp.content.v1 import feeds_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.content.domain.document import Document
from services.content.domain.feed import FeedLink, FeedLinkNotFound, Told, told_of
from services.content.domain.search import Query
from services.content.inbound.translate import query_from
from services.content.messages import moment
from services.content.usecases.end_feed_link import EndFeedLink
from services.content.usecases.get_feed_link import GetFeedLink
from services.content.usecases.read_feed import ReadFeed
from services.content.usecases.read_own_feed import ReadOwnFeed
from services.content.usecases.renew_feed_link import RenewFeedLink

LONGEST_TOKEN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsServicer(feeds_pb2_grpc.FeedsServiceServicer):
    """isp.content.v1.FeedsService."""

    read_feed: ReadFeed
    read_own_feed: ReadOwnFeed
    get_feed_link: GetFeedLink
    renew_feed_link: RenewFeedLink
    end_feed_link: EndFeedLink

    def ReadFeed(
        self, request: pb.ReadFeedRequest, context: grpc.ServicerContext
    ) -> pb.ReadFeedResponse:
        """Read a page of what anyone may read."""
        found, following = self.read_feed(
            caller(context),
            query=_query(request.criteria),
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        shown = [_entry(each) for each in found]
        return pb.ReadFeedResponse(entries=shown, next_page_token=token_of(following))

    def ReadOwnFeed(
        self, request: pb.ReadOwnFeedRequest, context: grpc.ServicerContext
    ) -> pb.ReadOwnFeedResponse:
        """Read a page of what the owner of a link may read."""
        if not request.token:
            raise Invalid(Violation("token", "must be said"))
        if len(request.token) > LONGEST_TOKEN:
            raise FeedLinkNotFound("There is no such feed.")
        feed_id, found, following = self.read_own_feed(
            caller(context),
            token=request.token,
            query=_query(request.criteria),
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        return pb.ReadOwnFeedResponse(
            feed_id=str(feed_id),
            entries=[_entry(each) for each in found],
            next_page_token=token_of(following),
        )

    def GetFeedLink(
        self, _request: pb.GetFeedLinkRequest, context: grpc.ServicerContext
    ) -> pb.GetFeedLinkResponse:
        """Look for the caller's link."""
        found = self.get_feed_link(caller(context))
        return pb.GetFeedLinkResponse(link=_link(found) if found else None)

    def RenewFeedLink(
        self, request: pb.RenewFeedLinkRequest, context: grpc.ServicerContext
    ) -> pb.RenewFeedLinkResponse:
        """Give the caller's link another token."""
        key = key_from("RenewFeedLink", request)
        link, token = self.renew_feed_link(caller(context), key=key)
        return pb.RenewFeedLinkResponse(link=_link(link), token=token)

    def EndFeedLink(
        self, request: pb.EndFeedLinkRequest, context: grpc.ServicerContext
    ) -> pb.EndFeedLinkResponse:
        """End the caller's link."""
        version = version_from(request.expected_version)
        self.end_feed_link(caller(context), expected_version=version)
        return pb.EndFeedLinkResponse()


def _query(criteria: pb.FeedCriteria) -> Query:
    """Return what a feed is narrowed to: what a search may ask, without text, days and pages."""
    asked = content_pb2.SearchRequest(
        sectors=criteria.sectors,
        regions=criteria.regions,
        kinds=criteria.kinds,
        language=criteria.language,
        tags=criteria.tags,
    )
    query, _, _ = query_from(asked)
    return query


def _entry(document: Document) -> pb.FeedEntry:
    """Return what a feed says of a document, and no more than that."""
    content, told = document.content, told_of(document.content.marking)
    entry = pb.FeedEntry(
        document_id=str(document.document_id),
        kind=document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{content.kind.name}"),
        tlp=kernel_pb2.Tlp.Value(f"TLP_{content.marking.tlp.name}"),
        language=content.language,
        published_at=moment(document.published_at),
        updated_at=moment(document.material.changed_at),
        changed_at=moment(document.changed_at),
    )
    if told in {Told.WHOLE, Told.TITLE}:
        entry.title = content.title
        entry.sectors.extend(sorted(content.sectors))
        entry.regions.extend(sorted(content.regions))
        entry.tags.extend(content.tags)
    if told is Told.WHOLE:
        entry.summary, entry.note = content.summary, document.material.note
    return entry


def _link(link: FeedLink) -> pb.FeedLink:
    return pb.FeedLink(version=link.version, made_at=moment(link.made_at))


def feeds_services_of(
    feeds: FeedsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of feeds with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["FeedsService"]: lambda server: (
            feeds_pb2_grpc.add_FeedsServiceServicer_to_server(feeds, server)
        )
    }
