"""The routes of suggestions, similar documents and gaps: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.content.v1 import finding_pb2 as pb
from tests.contract.gateway.route import DOCUMENT_ID, Route

FINDING_ROUTES: Final = (
    Route(
        "GET",
        "/v1/search/suggestions",
        "Suggest",
        query={"q": "vans & b", "language": "cy"},
        message=pb.SuggestRequest(text="vans & b", language="cy"),
    ),
    Route(
        "GET",
        "/v1/documents/{document_id}/similar",
        "ListSimilar",
        message=pb.ListSimilarRequest(document_id=DOCUMENT_ID),
    ),
    Route("GET", "/v1/search/gaps", "ListSearchGaps", pb.ListSearchGapsRequest()),
)
SUGGESTED: Final = pb.SuggestResponse(
    suggestions=[
        pb.Suggestion(text="Vans <b>", document_id=DOCUMENT_ID),
        pb.Suggestion(text="van barriers"),
    ]
)
ANSWERS: Final[dict[str, Message]] = {
    "Suggest": SUGGESTED,
    "ListSearchGaps": pb.ListSearchGapsResponse(
        gaps=[pb.SearchGap(text="drone swarms", times=4, last_on="2026-11-24")]
    ),
}
READ: Final[dict[str, Any]] = {
    "Suggest": {
        "suggestions": [
            {"text": "Vans <b>", "document_id": DOCUMENT_ID},
            {"text": "van barriers", "document_id": None},
        ]
    },
    "ListSearchGaps": {"gaps": [{"text": "drone swarms", "times": 4, "last_on": "2026-11-24"}]},
}
