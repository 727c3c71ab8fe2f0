"""The routes of private drills, and of who leads an organisation's security."""

from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, answers_pb2, deliveries_pb2
from isp.alerts.v1 import drills_pb2 as pb
from isp.identity.v1 import security_leads_pb2
from tests.contract.gateway.route import ALERT_ID, KEY, VERSION, Route

_DRILL: Final = "/v1/drills/{drill_id}"
_LEAD: Final = "/v1/me/security-lead"
BODY: Final[dict[str, Any]] = {"scenario": "EVACUATION", "note": "By the oak.", "minutes": 30}
_EVACUATION: Final = pb.DRILL_SCENARIO_EVACUATION
DRILL_ROUTES: Final = (
    Route(
        "GET",
        "/v1/drill-scenarios",
        "ListDrillScenarios",
        message=pb.ListDrillScenariosRequest(),
    ),
    Route(
        "POST",
        "/v1/drills",
        "StartDrill",
        status=201,
        body=BODY,
        needs_key=True,
        message=pb.StartDrillRequest(**BODY | {"scenario": _EVACUATION}, idempotency_key=KEY),
    ),
    Route(
        "GET",
        "/v1/drills",
        "ListDrills",
        query={"page_size": "7", "page_token": "t"},
        message=pb.ListDrillsRequest(page_size=7, page_token="t"),
    ),
    Route("GET", _DRILL, "GetDrill", message=pb.GetDrillRequest(drill_id=ALERT_ID)),
    Route(
        "POST",
        f"{_DRILL}/end",
        "EndDrill",
        needs_version=True,
        message=pb.EndDrillRequest(drill_id=ALERT_ID, expected_version=VERSION),
    ),
    Route("GET", _LEAD, "GetSecurityLead", message=security_leads_pb2.GetSecurityLeadRequest()),
    Route("PUT", _LEAD, "TakeSecurityLead", message=security_leads_pb2.TakeSecurityLeadRequest()),
    Route(
        "DELETE",
        _LEAD,
        "LeaveSecurityLead",
        message=security_leads_pb2.LeaveSecurityLeadRequest(),
    ),
)
NOON: Final = Timestamp(seconds=1_764_000_000)
MARK: Final = "EXERCISE EXERCISE EXERCISE"
DRILL: Final = pb.Drill(
    drill_id=ALERT_ID,
    version=1,
    scenario=_EVACUATION,
    headline=f"{MARK}: Practise leaving the building {MARK}",
    instruction="Leave.",
    started_at=NOON,
    ends_at=Timestamp(seconds=NOON.seconds + 1800),
    headline_cy=f"{MARK}: Ymarfer gadael yr adeilad {MARK}",
    instruction_cy="Gadewch.",
)
OVER: Final = pb.Drill()
OVER.CopyFrom(DRILL)
OVER.ended_at.CopyFrom(NOON)
FIGURES: Final = pb.DrillFigures(
    people=12,
    answers=[pb.DrillAnswerCount(answer=answers_pb2.ANSWER_SAFE, count=7)],
    last_answered_at=NOON,
    deliveries=[
        deliveries_pb2.DeliveryCount(
            notice=alert_pb2.ALERT_STATUS_ISSUED,
            channel=deliveries_pb2.DELIVERY_CHANNEL_EMAIL,
            state=deliveries_pb2.DELIVERY_STATE_SENT,
            count=11,
            possible_repeats=1,
        )
    ],
)
WORDS: Final = [
    pb.DrillWords(
        language=each, headline="Leave", description="A drill.", instruction="Go to the oak."
    )
    for each in ("en", "cy")
]
_LEADS: Final = security_leads_pb2.SecurityLead(held=True, mine=True)
ANSWERS: Final[dict[str, Message]] = {
    "ListDrillScenarios": pb.ListDrillScenariosResponse(
        scenarios=[pb.OfferedScenario(scenario=_EVACUATION, words=WORDS)]
    ),
    "StartDrill": pb.StartDrillResponse(drill=DRILL),
    "ListDrills": pb.ListDrillsResponse(drills=[DRILL], next_page_token="next"),
    "GetDrill": pb.GetDrillResponse(drill=DRILL, figures=FIGURES),
    "EndDrill": pb.EndDrillResponse(drill=OVER),
    "GetSecurityLead": security_leads_pb2.GetSecurityLeadResponse(security_lead=_LEADS),
    "TakeSecurityLead": security_leads_pb2.TakeSecurityLeadResponse(security_lead=_LEADS),
    "LeaveSecurityLead": security_leads_pb2.LeaveSecurityLeadResponse(),
}
_READ: Final[dict[str, Any]] = {
    "drill_id": ALERT_ID,
    "version": 1,
    "scenario": "EVACUATION",
    "headline": f"{MARK}: Practise leaving the building {MARK}",
    "headline_cy": f"{MARK}: Ymarfer gadael yr adeilad {MARK}",
    "instruction": "Leave.",
    "instruction_cy": "Gadewch.",
    "started_at": "2025-11-24T16:00:00.000Z",
    "ends_at": "2025-11-24T16:30:00.000Z",
    "ended_at": None,
}
_SAID: Final = {"headline": "Leave", "description": "A drill.", "instruction": "Go to the oak."}
READ: Final[dict[str, Any]] = {
    "ListDrillScenarios": {
        "scenarios": [{"scenario": "EVACUATION", "words": {"en": _SAID, "cy": _SAID}}]
    },
    "StartDrill": _READ,
    "ListDrills": {"drills": [_READ], "next_page_token": "next"},
    "GetDrill": _READ
    | {
        "figures": {
            "people": 12,
            "answers": {"SAFE": 7},
            "last_answered_at": "2025-11-24T16:00:00.000Z",
            "deliveries": [
                {
                    "notice": "ISSUED",
                    "channel": "EMAIL",
                    "state": "SENT",
                    "count": 11,
                    "possible_repeats": 1,
                }
            ],
        }
    },
    "EndDrill": _READ | {"ended_at": "2025-11-24T16:00:00.000Z"},
    "GetSecurityLead": {"held": True, "mine": True},
    "TakeSecurityLead": {"held": True, "mine": True},
    "LeaveSecurityLead": {"held": False, "mine": False},
}
"""What the gateway makes of these answers."""
