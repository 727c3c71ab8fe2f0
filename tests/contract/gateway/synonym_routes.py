"""The routes of synonyms: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import synonyms_pb2 as pb
from tests.contract.gateway.route import VERSION, Route

_AT: Final = Timestamp()
_AT.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_GROUPS: Final = [["VAW", "vehicle as a weapon"], ["drone", "UAV"]]
_SAID: Final = [pb.SynonymGroup(terms=group) for group in _GROUPS]
ENGLISH: Final = pb.Synonyms(language="en-GB", version=3, groups=_SAID, changed_at=_AT)
WELSH: Final = pb.Synonyms(
    language="cy", version=1, groups=[pb.SynonymGroup(terms=["drôn", "UAV"])]
)

SYNONYM_ROUTES: Final = (
    Route("GET", "/v1/synonyms", "ListSynonyms", pb.ListSynonymsRequest()),
    Route(
        "PUT",
        "/v1/synonyms/{language}",
        "ChangeSynonyms",
        body={"groups": _GROUPS},
        needs_version=True,
        message=pb.ChangeSynonymsRequest(language="en-GB", expected_version=VERSION, groups=_SAID),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListSynonyms": pb.ListSynonymsResponse(synonyms=[ENGLISH, WELSH]),
    "ChangeSynonyms": pb.ChangeSynonymsResponse(synonyms=ENGLISH),
}
_ENGLISH_READ: Final = {
    "language": "en-GB",
    "version": 3,
    "groups": _GROUPS,
    "changed_at": "2026-11-24T12:00:00.000Z",
}
READ: Final[dict[str, Any]] = {
    "ListSynonyms": {
        "synonyms": [
            _ENGLISH_READ,
            {"language": "cy", "version": 1, "groups": [["drôn", "UAV"]], "changed_at": None},
        ]
    },
    "ChangeSynonyms": _ENGLISH_READ,
}
