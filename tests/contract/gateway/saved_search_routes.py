"""The routes of saved searches: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import document_pb2
from isp.content.v1 import saved_searches_pb2 as pb
from tests.contract.gateway.route import KEY, SAVED_SEARCH_ID, VERSION, Route

NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_AT: Final = "2026-11-24T12:00:00.000Z"
_ONE: Final = "/v1/me/saved-searches/{saved_search_id}"
_SAID: Final[dict[str, Any]] = {
    "text": "vans",
    "sectors": ["retail"],
    "regions": ["LON"],
    "kinds": ["BULLETIN"],
    "language": "cy",
    "tags": ["kerbs"],
}
CRITERIA: Final = pb.SearchCriteria(**_SAID | {"kinds": [document_pb2.DOCUMENT_KIND_BULLETIN]})
SAVED: Final = pb.SavedSearch(
    saved_search_id=SAVED_SEARCH_ID,
    version=3,
    name="Vans in town",
    criteria=CRITERIA,
    saved_at=NOON,
    unseen=2,
)
_BODY: Final = {"name": "Vans in town", "criteria": _SAID}
SAVED_SEARCH_ROUTES: Final = (
    Route("GET", "/v1/me/saved-searches", "ListSavedSearches", pb.ListSavedSearchesRequest()),
    Route(
        "POST",
        "/v1/me/saved-searches",
        "SaveSearch",
        status=201,
        body=_BODY,
        needs_key=True,
        message=pb.SaveSearchRequest(name="Vans in town", criteria=CRITERIA, idempotency_key=KEY),
    ),
    Route(
        "PUT",
        _ONE,
        "ChangeSavedSearch",
        body=_BODY,
        needs_version=True,
        message=pb.ChangeSavedSearchRequest(
            saved_search_id=SAVED_SEARCH_ID,
            expected_version=VERSION,
            name="Vans in town",
            criteria=CRITERIA,
        ),
    ),
    Route(
        "DELETE",
        _ONE,
        "DeleteSavedSearch",
        needs_version=True,
        message=pb.DeleteSavedSearchRequest(
            saved_search_id=SAVED_SEARCH_ID, expected_version=VERSION
        ),
    ),
    Route(
        "GET",
        f"{_ONE}/matches",
        "ListSavedSearchMatches",
        message=pb.ListSavedSearchMatchesRequest(saved_search_id=SAVED_SEARCH_ID),
    ),
    Route(
        "POST",
        f"{_ONE}/seen",
        "SeeSavedSearchMatches",
        message=pb.SeeSavedSearchMatchesRequest(saved_search_id=SAVED_SEARCH_ID),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "SaveSearch": pb.SaveSearchResponse(saved_search=SAVED),
    "ListSavedSearches": pb.ListSavedSearchesResponse(saved_searches=[SAVED]),
    "ChangeSavedSearch": pb.ChangeSavedSearchResponse(saved_search=SAVED),
    "DeleteSavedSearch": pb.DeleteSavedSearchResponse(),
    "SeeSavedSearchMatches": pb.SeeSavedSearchMatchesResponse(),
}
SAVED_READ: Final[dict[str, Any]] = {
    "saved_search_id": SAVED_SEARCH_ID,
    "version": 3,
    "name": "Vans in town",
    "criteria": _SAID,
    "saved_at": _AT,
    "unseen": 2,
}
READ: Final[dict[str, Any]] = {
    **dict.fromkeys(("SaveSearch", "ChangeSavedSearch"), SAVED_READ),
    "ListSavedSearches": {"saved_searches": [SAVED_READ]},
    **{key: {} for key in ("DeleteSavedSearch", "SeeSavedSearchMatches")},
}


def matches(document: document_pb2.Document) -> pb.ListSavedSearchMatchesResponse:
    """Return one match."""
    match = pb.SavedSearchMatch(document=document, matched_at=NOON, seen=True)
    return pb.ListSavedSearchMatchesResponse(saved_search=SAVED, matches=[match])


def matches_read(document: dict[str, Any]) -> dict[str, Any]:
    """Return it as it is read."""
    match = {"document": document, "matched_at": _AT, "seen": True}
    return {"saved_search": SAVED_READ, "matches": [match]}
