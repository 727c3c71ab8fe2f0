"""The routes that lead to answers and calls for help: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import answers_pb2 as pb
from tests.contract.gateway.route import ALERT_ID, HELP_ID, KEY, STAFFING_ID, VERSION, Route


def at(hour: int) -> Timestamp:
    """An hour of the day on which these tests play."""
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


LINK: Final = "a-link_" * 10
_ALERT: Final = "/v1/alerts/{alert_id}"
_CALL: Final = "/v1/help-requests/{help_id}"

ANSWER_ROUTES: Final = (
    Route(
        "POST",
        "/v1/answer-links/look",
        "GetAnswerLink",
        body={"link": LINK},
        message=pb.GetAnswerLinkRequest(link=LINK),
    ),
    Route(
        "POST",
        "/v1/answer-links/answer",
        "AnswerByLink",
        body={"link": LINK, "alert_id": ALERT_ID, "answer": "NOT_AFFECTED"},
        needs_key=True,
        message=pb.AnswerByLinkRequest(
            link=LINK, alert_id=ALERT_ID, answer=pb.ANSWER_NOT_AFFECTED, idempotency_key=KEY
        ),
    ),
    Route(
        "POST",
        f"{_ALERT}/answers",
        "AnswerAlert",
        body={"answer": "NEED_HELP", "call_back": "020 7946 0000"},
        needs_key=True,
        message=pb.AnswerAlertRequest(
            alert_id=ALERT_ID,
            answer=pb.ANSWER_NEED_HELP,
            call_back="020 7946 0000",
            idempotency_key=KEY,
        ),
    ),
    Route("GET", f"{_ALERT}/answers/mine", "GetMyAnswer", pb.GetMyAnswerRequest(alert_id=ALERT_ID)),
    Route("GET", f"{_ALERT}/answers", "GetAnswers", pb.GetAnswersRequest(alert_id=ALERT_ID)),
    Route(
        "POST",
        "/v1/help-shifts",
        "StaffHelpQueue",
        status=201,
        body={"queue": "LON", "until": "2026-11-24T13:00:00+01:00"},
        needs_key=True,
        message=pb.StaffHelpQueueRequest(queue="LON", until=at(12), idempotency_key=KEY),
    ),
    Route(
        "DELETE",
        "/v1/help-shifts/{staffing_id}",
        "LeaveHelpQueue",
        needs_version=True,
        message=pb.LeaveHelpQueueRequest(staffing_id=STAFFING_ID, expected_version=VERSION),
    ),
    Route(
        "GET",
        "/v1/help-requests",
        "ListHelpRequests",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=pb.ListHelpRequestsRequest(page_size=7, page_token="a+b/c="),
    ),
    Route(
        "POST",
        f"{_CALL}/taking",
        "TakeHelpRequest",
        needs_version=True,
        message=pb.TakeHelpRequestRequest(help_id=HELP_ID, expected_version=VERSION),
    ),
    Route(
        "POST",
        f"{_CALL}/closure",
        "CloseHelpRequest",
        body={"outcome": "PASSED_TO_999"},
        needs_version=True,
        message=pb.CloseHelpRequestRequest(
            help_id=HELP_ID, expected_version=VERSION, outcome=pb.HELP_OUTCOME_PASSED_TO_999
        ),
    ),
    Route(
        "POST",
        f"{_ALERT}/situation-reports",
        "ReportSituation",
        body={"kind": "CROWDS"},
        needs_key=True,
        message=pb.ReportSituationRequest(alert_id=ALERT_ID, kind="CROWDS", idempotency_key=KEY),
    ),
    Route("GET", f"{_ALERT}/situation", "GetSituation", pb.GetSituationRequest(alert_id=ALERT_ID)),
)

STANDING: Final = pb.AnswerStanding(
    answer=pb.ANSWER_NEED_HELP, answered_at=at(9), version=2, help=pb.HELP_STATE_WAITING
)
SHIFT: Final = pb.HelpShift(
    staffing_id=STAFFING_ID, queue="LON", since=at(8), until=at(12), mine=True, version=1
)
CALL: Final = pb.HelpRequest(
    help_id=HELP_ID,
    alert_id=ALERT_ID,
    queue="NATIONAL",
    state=pb.HELP_STATE_TAKEN,
    asked_at=at(9),
    mine=True,
    taken_at=at(10),
    says_now=pb.ANSWER_SAFE,
    contacts=["020 7946 0000", "shop@corner.example"],
    version=2,
    regions=["LON"],
)
BOARD: Final = pb.GetAnswersResponse(
    asked=True,
    sent_to=40,
    counts=[
        pb.AnswerCount(answer=pb.ANSWER_SAFE, count=12),
        pb.AnswerCount(answer=pb.ANSWER_NEED_HELP, count=0),
        pb.AnswerCount(answer=pb.ANSWER_NOT_AFFECTED, count=3),
    ],
    regions=[
        pb.RegionAnswers(
            region="LON",
            counts=[
                pb.AnswerCount(answer=pb.ANSWER_SAFE, count=7),
                pb.AnswerCount(answer=pb.ANSWER_NEED_HELP),
                pb.AnswerCount(answer=pb.ANSWER_NOT_AFFECTED),
            ],
        ),
        pb.RegionAnswers(region="SCO", counts=[pb.AnswerCount(answer=pb.ANSWER_SAFE)]),
    ],
    help_waiting=2,
    help_taken=1,
    last_answered_at=at(10),
)
SHOWN: Final = pb.GetAnswerLinkResponse(
    alert_id=ALERT_ID,
    headline="Van on the <b>pavement</b>",
    action_line="Stay inside now.",
    language="cy",
    standing=STANDING,
    help_offered=True,
    ends_at=at(12),
)
ANSWERS: Final[dict[str, Message]] = {
    "GetAnswerLink": SHOWN,
    "AnswerByLink": pb.AnswerByLinkResponse(standing=STANDING),
    "AnswerAlert": pb.AnswerAlertResponse(standing=STANDING),
    "GetMyAnswer": pb.GetMyAnswerResponse(standing=STANDING, asked=True, help_offered=True),
    "GetAnswers": BOARD,
    "StaffHelpQueue": pb.StaffHelpQueueResponse(shift=SHIFT),
    "LeaveHelpQueue": pb.LeaveHelpQueueResponse(),
    "ListHelpRequests": pb.ListHelpRequestsResponse(
        requests=[CALL], shifts=[SHIFT], next_page_token="next+page"
    ),
    "TakeHelpRequest": pb.TakeHelpRequestResponse(request=CALL),
    "CloseHelpRequest": pb.CloseHelpRequestResponse(),
    "ReportSituation": pb.ReportSituationResponse(kinds=["CROWDS"]),
    "GetSituation": pb.GetSituationResponse(
        sightings=[pb.Sighting(region="LON", kind="CROWDS", people=6, last_at=at(10))]
    ),
}

_STANDING_READ: Final = {
    "answer": "NEED_HELP",
    "answered_at": "2026-11-24T09:00:00.000Z",
    "version": 2,
    "help": "WAITING",
}
_SHIFT_READ: Final = {
    "staffing_id": STAFFING_ID,
    "queue": "LON",
    "since": "2026-11-24T08:00:00.000Z",
    "until": "2026-11-24T12:00:00.000Z",
    "mine": True,
    "version": 1,
}
_CALL_READ: Final = {
    "help_id": HELP_ID,
    "alert_id": ALERT_ID,
    "queue": "NATIONAL",
    "state": "TAKEN",
    "asked_at": "2026-11-24T09:00:00.000Z",
    "mine": True,
    "taken_at": "2026-11-24T10:00:00.000Z",
    "says_now": "SAFE",
    "contacts": ["020 7946 0000", "shop@corner.example"],
    "regions": ["LON"],
    "version": 2,
}
READ: Final[dict[str, Any]] = {
    "GetAnswerLink": {
        "alert_id": ALERT_ID,
        "headline": "Van on the <b>pavement</b>",
        "action_line": "Stay inside now.",
        "language": "cy",
        "exercise": False,
        "standing": _STANDING_READ,
        "help_offered": True,
        "drill": False,
        "ends_at": "2026-11-24T12:00:00.000Z",
    },
    "AnswerByLink": _STANDING_READ,
    "AnswerAlert": _STANDING_READ,
    "GetMyAnswer": {
        "standing": _STANDING_READ,
        "asked": True,
        "help_offered": True,
        "drill": False,
    },
    "GetAnswers": {
        "asked": True,
        "sent_to": 40,
        "counts": {"SAFE": 12, "NEED_HELP": 0, "NOT_AFFECTED": 3},
        "regions": [
            {"region": "LON", "counts": {"SAFE": 7, "NEED_HELP": None, "NOT_AFFECTED": None}},
            {"region": "SCO", "counts": {"SAFE": None}},
        ],
        "exact": False,
        "help_waiting": 2,
        "help_taken": 1,
        "last_answered_at": "2026-11-24T10:00:00.000Z",
    },
    "StaffHelpQueue": _SHIFT_READ,
    "LeaveHelpQueue": {},
    "ListHelpRequests": {
        "requests": [_CALL_READ],
        "shifts": [_SHIFT_READ],
        "next_page_token": "next+page",
    },
    "TakeHelpRequest": _CALL_READ,
    "CloseHelpRequest": {},
    "ReportSituation": {"kinds": ["CROWDS"]},
    "GetSituation": {
        "sightings": [
            {
                "region": "LON",
                "kind": "CROWDS",
                "people": 6,
                "last_at": "2026-11-24T10:00:00.000Z",
            }
        ],
        "exact": False,
    },
}
