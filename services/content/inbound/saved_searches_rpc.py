"""The RPCs of saved searches: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.calls import caller
from chassis.requests import id_from, key_from, text_from, version_from
from isp.content.v1 import content_pb2, document_pb2, saved_searches_pb2_grpc
from isp.content.v1 import saved_searches_pb2 as pb
from services.content.domain.saved_search import LONGEST_NAME, SavedSearch, ShownMatch
from services.content.domain.search import Query
from services.content.inbound.translate import query_from
from services.content.messages import document_to_pb
from services.content.usecases.change_saved_search import ChangeSavedSearch
from services.content.usecases.delete_saved_search import DeleteSavedSearch
from services.content.usecases.list_saved_search_matches import ListSavedSearchMatches
from services.content.usecases.list_saved_searches import ListSavedSearches
from services.content.usecases.save_search import SaveSearch
from services.content.usecases.see_saved_search_matches import SeeSavedSearchMatches


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchesServicer(saved_searches_pb2_grpc.SavedSearchesServiceServicer):
    """isp.content.v1.SavedSearchesService."""

    save_search: SaveSearch
    list_saved_searches: ListSavedSearches
    change_saved_search: ChangeSavedSearch
    delete_saved_search: DeleteSavedSearch
    list_saved_search_matches: ListSavedSearchMatches
    see_saved_search_matches: SeeSavedSearchMatches

    def SaveSearch(
        self, request: pb.SaveSearchRequest, context: grpc.ServicerContext
    ) -> pb.SaveSearchResponse:
        """Keep a search."""
        saved = self.save_search(
            caller(context),
            name=text_from("name", request.name, LONGEST_NAME).strip(),
            query=_query(request.criteria),
            key=key_from("SaveSearch", request),
        )
        return pb.SaveSearchResponse(saved_search=_shown(saved))

    def ListSavedSearches(
        self, _request: pb.ListSavedSearchesRequest, context: grpc.ServicerContext
    ) -> pb.ListSavedSearchesResponse:
        """List the caller's."""
        found = self.list_saved_searches(caller(context))
        shown = [_shown(saved, unseen) for saved, unseen in found]
        return pb.ListSavedSearchesResponse(saved_searches=shown)

    def ChangeSavedSearch(
        self, request: pb.ChangeSavedSearchRequest, context: grpc.ServicerContext
    ) -> pb.ChangeSavedSearchResponse:
        """Put the next version in its place."""
        saved = self.change_saved_search(
            caller(context),
            saved_search_id=_id(request.saved_search_id),
            expected_version=version_from(request.expected_version),
            name=text_from("name", request.name, LONGEST_NAME).strip(),
            query=_query(request.criteria),
        )
        return pb.ChangeSavedSearchResponse(saved_search=_shown(saved))

    def DeleteSavedSearch(
        self, request: pb.DeleteSavedSearchRequest, context: grpc.ServicerContext
    ) -> pb.DeleteSavedSearchResponse:
        """Forget one."""
        self.delete_saved_search(
            caller(context),
            saved_search_id=_id(request.saved_search_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.DeleteSavedSearchResponse()

    def ListSavedSearchMatches(
        self, request: pb.ListSavedSearchMatchesRequest, context: grpc.ServicerContext
    ) -> pb.ListSavedSearchMatchesResponse:
        """List what matches."""
        saved, found = self.list_saved_search_matches(
            caller(context), saved_search_id=_id(request.saved_search_id)
        )
        unseen = sum(not each.match.seen for each in found)
        return pb.ListSavedSearchMatchesResponse(
            saved_search=_shown(saved, unseen), matches=[_match(each) for each in found]
        )

    def SeeSavedSearchMatches(
        self, request: pb.SeeSavedSearchMatchesRequest, context: grpc.ServicerContext
    ) -> pb.SeeSavedSearchMatchesResponse:
        """Note that they are seen."""
        saved_search_id = _id(request.saved_search_id)
        self.see_saved_search_matches(caller(context), saved_search_id=saved_search_id)
        return pb.SeeSavedSearchMatchesResponse()


def _id(said: str) -> UUID:
    return id_from("saved_search_id", said)


def _query(criteria: pb.SearchCriteria) -> Query:
    """Return what is looked for: what a search may ask, without days and pages."""
    asked = content_pb2.SearchRequest(
        text=criteria.text.strip(),
        sectors=criteria.sectors,
        regions=criteria.regions,
        kinds=criteria.kinds,
        language=criteria.language,
        tags=criteria.tags,
    )
    query, _, _ = query_from(asked)
    return query


def _shown(saved: SavedSearch, unseen: int = 0) -> pb.SavedSearch:
    query = saved.query
    kinds = sorted(kind.name for kind in query.kinds)
    return pb.SavedSearch(
        saved_search_id=str(saved.saved_search_id),
        version=saved.version,
        name=saved.name,
        criteria=pb.SearchCriteria(
            text=query.text,
            sectors=sorted(query.sectors),
            regions=sorted(query.regions),
            kinds=[document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{kind}") for kind in kinds],
            language=query.language,
            tags=sorted(query.tags),
        ),
        saved_at=_moment(saved.saved_at),
        unseen=unseen,
    )


def _match(shown: ShownMatch) -> pb.SavedSearchMatch:
    document = document_to_pb(shown.document, body=False)
    del document.content.marking.named_subjects[:]
    return pb.SavedSearchMatch(
        document=document, matched_at=_moment(shown.match.matched_at), seen=shown.match.seen
    )


def _moment(at: datetime) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(at)
    return moment


def saved_searches_services_of(
    saved: SavedSearchesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of saved searches with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["SavedSearchesService"]: lambda server: (
            saved_searches_pb2_grpc.add_SavedSearchesServiceServicer_to_server(saved, server)
        )
    }
