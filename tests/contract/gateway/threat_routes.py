"""The routes that lead to threat levels: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from tests.contract.gateway.route import CHANGE_ID, KEY, PERSON_ID, VERSION, Route

DIGEST: Final = bytes(range(32))
_LEVELS: Final = "/v1/threat-levels"
_CHANGE: Final = "/v1/threat-levels/changes/{change_id}"
_WHY: Final = {"reason": "Because."}


def _at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


PROPOSAL_BODY: Final[dict[str, Any]] = {
    "series": "NORTHERN_IRELAND",
    "level": "SEVERE",
    "response": "EXCEPTIONAL",
    "reason": "The authority <said> so.",
    "authority_reference": "REF-1",
    "since": "2026-11-24T08:00:00+01:00",
}
THREAT_ROUTES: Final = (
    Route("GET", _LEVELS, "GetThreatLevels", rpc.GetThreatLevelsRequest()),
    Route(
        "GET",
        f"{_LEVELS}/history",
        "ListThreatLevelHistory",
        query={"series": "NORTHERN_IRELAND", "page_size": 7, "page_token": "a+b/c="},
        message=rpc.ListThreatLevelHistoryRequest(
            series=pb.THREAT_SERIES_NORTHERN_IRELAND, page_size=7, page_token="a+b/c="
        ),
    ),
    Route(
        "POST",
        f"{_LEVELS}/changes",
        "ProposeThreatLevel",
        status=201,
        body=PROPOSAL_BODY,
        needs_key=True,
        message=rpc.ProposeThreatLevelRequest(
            series=pb.THREAT_SERIES_NORTHERN_IRELAND,
            level=pb.THREAT_LEVEL_SEVERE,
            response=pb.RESPONSE_LEVEL_EXCEPTIONAL,
            reason="The authority <said> so.",
            authority_reference="REF-1",
            since=_at(7),
            idempotency_key=KEY,
        ),
    ),
    Route(
        "GET",
        f"{_LEVELS}/changes",
        "ListThreatLevelChanges",
        query={"status": ["PROPOSED", "WITHDRAWN"], "page_size": 7, "page_token": "a+b/c="},
        message=rpc.ListThreatLevelChangesRequest(
            statuses=[
                pb.THREAT_LEVEL_CHANGE_STATUS_PROPOSED,
                pb.THREAT_LEVEL_CHANGE_STATUS_WITHDRAWN,
            ],
            page_size=7,
            page_token="a+b/c=",
        ),
    ),
    Route(
        "GET",
        _CHANGE,
        "GetThreatLevelChange",
        message=rpc.GetThreatLevelChangeRequest(change_id=CHANGE_ID),
    ),
    Route(
        "POST",
        f"{_CHANGE}/approval",
        "ApproveThreatLevel",
        body={"read_digest": DIGEST.hex()},
        message=rpc.ApproveThreatLevelRequest(change_id=CHANGE_ID, read_digest=DIGEST),
    ),
    Route(
        "POST",
        f"{_CHANGE}/withdrawal",
        "WithdrawThreatLevel",
        body=_WHY,
        needs_version=True,
        message=rpc.WithdrawThreatLevelRequest(
            change_id=CHANGE_ID, expected_version=VERSION, **_WHY
        ),
    ),
)

_LIKELY: Final = pb.ThreatWords(en="An attack is <likely>", cy="Mae ymosodiad yn debygol")
_MORE: Final = pb.ThreatWords(en="Additional measures", cy="Mesurau ychwanegol")
STANDING: Final = pb.StandingThreatLevel(
    series=pb.THREAT_SERIES_NATIONAL,
    version=2,
    level=pb.THREAT_LEVEL_SUBSTANTIAL,
    wording=_LIKELY,
    response=pb.RESPONSE_LEVEL_HEIGHTENED,
    response_meaning=_MORE,
    since=_at(8),
    set_at=_at(9),
)
CHANGE: Final = pb.ThreatLevelChange(
    change_id=CHANGE_ID,
    version=3,
    status=pb.THREAT_LEVEL_CHANGE_STATUS_PROPOSED,
    series=pb.THREAT_SERIES_NATIONAL,
    level=pb.THREAT_LEVEL_SEVERE,
    wording=_LIKELY,
    response=pb.RESPONSE_LEVEL_HEIGHTENED,
    response_meaning=_MORE,
    response_is_usual=True,
    reason="The authority <said> so.",
    authority_reference="REF-1",
    since=_at(10),
    follows=STANDING,
    digest=DIGEST,
    proposed=pb.ThreatLevelAct(by=PERSON_ID, at=_at(11)),
    approved=pb.ThreatLevelAct(by="someone", at=_at(12)),
    withdrawn=pb.ThreatLevelAct(by="another", at=_at(13), why="Because."),
)
LEVELS: Final = rpc.GetThreatLevelsResponse(
    series=[
        pb.ThreatLevelOfSeries(series=pb.THREAT_SERIES_NATIONAL, standing=STANDING),
        pb.ThreatLevelOfSeries(series=pb.THREAT_SERIES_NORTHERN_IRELAND),
    ],
    levels=[
        pb.ThreatLevelFacts(
            level=pb.THREAT_LEVEL_SUBSTANTIAL,
            wording=_LIKELY,
            usual_response=pb.RESPONSE_LEVEL_HEIGHTENED,
        )
    ],
    responses=[pb.ResponseLevelFacts(response=pb.RESPONSE_LEVEL_HEIGHTENED, meaning=_MORE)],
)
ANSWERS: Final[dict[str, Message]] = {
    "GetThreatLevels": LEVELS,
    "ListThreatLevelHistory": rpc.ListThreatLevelHistoryResponse(
        levels=[STANDING], next_page_token="next+page"
    ),
    "ProposeThreatLevel": rpc.ProposeThreatLevelResponse(change=CHANGE),
    "ApproveThreatLevel": rpc.ApproveThreatLevelResponse(change=CHANGE),
    "WithdrawThreatLevel": rpc.WithdrawThreatLevelResponse(change=CHANGE),
    "GetThreatLevelChange": rpc.GetThreatLevelChangeResponse(change=CHANGE),
    "ListThreatLevelChanges": rpc.ListThreatLevelChangesResponse(
        changes=[CHANGE], next_page_token="next+page"
    ),
}
_WORDING_READ: Final = {"en": "An attack is <likely>", "cy": "Mae ymosodiad yn debygol"}
_MORE_READ: Final = {"en": "Additional measures", "cy": "Mesurau ychwanegol"}
STANDING_READ: Final = {
    "series": "NATIONAL",
    "version": 2,
    "level": "SUBSTANTIAL",
    "wording": _WORDING_READ,
    "response": "HEIGHTENED",
    "response_meaning": _MORE_READ,
    "since": "2026-11-24T08:00:00.000Z",
    "set_at": "2026-11-24T09:00:00.000Z",
}
CHANGE_READ: Final = {
    "change_id": CHANGE_ID,
    "version": 3,
    "status": "PROPOSED",
    "series": "NATIONAL",
    "level": "SEVERE",
    "wording": _WORDING_READ,
    "response": "HEIGHTENED",
    "response_meaning": _MORE_READ,
    "response_is_usual": True,
    "reason": "The authority <said> so.",
    "authority_reference": "REF-1",
    "since": "2026-11-24T10:00:00.000Z",
    "follows": STANDING_READ,
    "digest": DIGEST.hex(),
    "proposed": {"by": PERSON_ID, "at": "2026-11-24T11:00:00.000Z", "why": None},
    "approved": {"by": "someone", "at": "2026-11-24T12:00:00.000Z", "why": None},
    "withdrawn": {"by": "another", "at": "2026-11-24T13:00:00.000Z", "why": "Because."},
    "proposed_by_you": False,
}
READ: Final[dict[str, Any]] = {
    "GetThreatLevels": {
        "series": [
            {"series": "NATIONAL", "standing": STANDING_READ},
            {"series": "NORTHERN_IRELAND", "standing": None},
        ],
        "levels": [
            {
                "level": "SUBSTANTIAL",
                "wording": _WORDING_READ,
                "usual_response": "HEIGHTENED",
            }
        ],
        "responses": [{"response": "HEIGHTENED", "meaning": _MORE_READ}],
    },
    "ListThreatLevelHistory": {"levels": [STANDING_READ], "next_page_token": "next+page"},
    "ListThreatLevelChanges": {"changes": [CHANGE_READ], "next_page_token": "next+page"},
    **dict.fromkeys(
        (
            *("ProposeThreatLevel", "ApproveThreatLevel"),
            *("WithdrawThreatLevel", "GetThreatLevelChange"),
        ),
        CHANGE_READ,
    ),
}
