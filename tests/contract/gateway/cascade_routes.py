"""The routes of seats and of alerts along them: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import cascades_pb2 as pb
from isp.identity.v1 import seats_pb2
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.route import ALERT_ID, KEY, PERSON_ID, SEAT_ID, VERSION, Route

NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
DIGEST: Final = bytes(range(32))
_AT: Final = "2026-11-24T12:00:00.000Z"
_BRANCH: Final = {"region": "LON", "sector": "retail"}
CONTEXT: Final = pb.Context(
    text="The service road is shut.",
    text_cy="Mae'r ffordd wasanaeth ar gau.",
    tlp=kernel_pb2.TLP_AMBER_STRICT,
)
_CONTEXT: Final = {
    "text": "The service road is shut.",
    "text_cy": "Mae'r ffordd wasanaeth ar gau.",
    "tlp": "AMBER+STRICT",
}
STEP: Final = pb.Step(
    **_BRANCH,
    state=pb.STEP_STATE_PASSED_ON,
    rung=pb.STEP_RUNG_HOLDER,
    given_at=NOON,
    done_at=NOON,
    done_as=pb.STEP_RUNG_DEPUTY,
    context=CONTEXT,
    version=2,
    digest=DIGEST,
)
WAITING: Final = pb.Step(
    region="LON",
    state=pb.STEP_STATE_WAITING,
    rung=pb.STEP_RUNG_HOLDER,
    given_at=NOON,
    due_at=NOON,
    version=1,
    digest=DIGEST,
)
REPORT: Final = pb.BranchReport(report_id=KEY, **_BRANCH, text="All quiet.", told_at=NOON)
TREE: Final = pb.GetCascadeResponse(
    nodes=[
        pb.BranchNode(step=WAITING),
        pb.BranchNode(
            step=STEP,
            figures=pb.BranchFigures(reached=40, sightings={"SMOKE": 9}),
            reports=[REPORT],
        ),
    ],
    direct=pb.BranchFigures(reached=7),
)
SEAT: Final = seats_pb2.Seat(
    seat_id=SEAT_ID,
    version=3,
    role=seats_pb2.SEAT_ROLE_SECTOR_LEAD,
    **_BRANCH,
    district="Somewhere BID",
    deputy=seats_pb2.Sitter(
        subject=PERSON_ID, since=NOON, until=NOON, name="Sector Lead", email="lead@retail.example"
    ),
)
_MADE: Final = {"role": "SECTOR_LEAD", **_BRANCH, "district": "Somewhere BID"}
_SEAT: Final = "/v1/seats/{seat_id}"
_OF_SEAT: Final[dict[str, Any]] = {"seat_id": SEAT_ID, "expected_version": VERSION}

CASCADE_ROUTES: Final = (
    Route("GET", "/v1/alerts/waiting", "ListWaitingSteps", pb.ListWaitingStepsRequest()),
    Route(
        "POST",
        "/v1/alerts/{alert_id}/passing-on",
        "PassOn",
        body=_BRANCH | {"read_digest": DIGEST.hex(), "context": _CONTEXT},
        needs_version=True,
        message=pb.PassOnRequest(
            alert_id=ALERT_ID,
            **_BRANCH,
            read_digest=DIGEST,
            expected_version=VERSION,
            context=CONTEXT,
        ),
    ),
    Route(
        "POST",
        "/v1/alerts/{alert_id}/branch-reports",
        "ReportUp",
        status=201,
        body=_BRANCH | {"text": "All quiet."},
        needs_key=True,
        message=pb.ReportUpRequest(
            alert_id=ALERT_ID, **_BRANCH, text="All quiet.", idempotency_key=KEY
        ),
    ),
    Route(
        "GET",
        "/v1/alerts/{alert_id}/cascade",
        "GetCascade",
        pb.GetCascadeRequest(alert_id=ALERT_ID),
    ),
    Route(
        "GET",
        "/v1/alerts/{alert_id}/context",
        "GetBranchContext",
        pb.GetBranchContextRequest(alert_id=ALERT_ID),
    ),
    Route(
        "POST",
        "/v1/seats",
        "CreateSeat",
        status=201,
        body=_MADE,
        needs_key=True,
        message=seats_pb2.CreateSeatRequest(
            **_MADE | {"role": seats_pb2.SEAT_ROLE_SECTOR_LEAD}, idempotency_key=KEY
        ),
    ),
    Route(
        "GET",
        "/v1/seats",
        "ListSeats",
        query={
            "region": "LON",
            "role": "SECTOR_LEAD",
            "sector": "retail",
            "vacant": "true",
            "ending_within_days": 30,
            "page_size": 7,
            "page_token": "a+b/c=",
        },
        message=seats_pb2.ListSeatsRequest(
            **_BRANCH,
            role=seats_pb2.SEAT_ROLE_SECTOR_LEAD,
            vacant=True,
            ending_within_days=30,
            page_size=7,
            page_token="a+b/c=",
        ),
    ),
    Route("GET", _SEAT, "GetSeat", seats_pb2.GetSeatRequest(seat_id=SEAT_ID)),
    Route("GET", "/v1/me/seats", "ListMySeats", seats_pb2.ListMySeatsRequest()),
    Route(
        "POST",
        f"{_SEAT}/appointment",
        "AppointToSeat",
        body={"position": "DEPUTY", "email": "lead@retail.example", "until": _AT},
        needs_version=True,
        message=seats_pb2.AppointToSeatRequest(
            **_OF_SEAT,
            position=seats_pb2.SEAT_POSITION_DEPUTY,
            email="lead@retail.example",
            until=NOON,
        ),
    ),
    Route(
        "POST",
        f"{_SEAT}/vacancy",
        "VacateSeat",
        body={"position": "HOLDER"},
        needs_version=True,
        message=seats_pb2.VacateSeatRequest(**_OF_SEAT, position=seats_pb2.SEAT_POSITION_HOLDER),
    ),
    Route(
        "DELETE",
        _SEAT,
        "CloseSeat",
        status=204,
        answers="text/html",
        needs_version=True,
        message=seats_pb2.CloseSeatRequest(**_OF_SEAT),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListWaitingSteps": pb.ListWaitingStepsResponse(),
    "PassOn": pb.PassOnResponse(step=STEP),
    "ReportUp": pb.ReportUpResponse(report_id=KEY),
    "GetCascade": TREE,
    "GetBranchContext": pb.GetBranchContextResponse(
        added=[pb.AddedContext(**_BRANCH, context=CONTEXT, added_at=NOON)]
    ),
    "CreateSeat": seats_pb2.CreateSeatResponse(seat=SEAT),
    "ListSeats": seats_pb2.ListSeatsResponse(seats=[SEAT], next_page_token="next"),
    "GetSeat": seats_pb2.GetSeatResponse(seat=SEAT),
    "ListMySeats": seats_pb2.ListMySeatsResponse(seats=[SEAT]),
    "AppointToSeat": seats_pb2.AppointToSeatResponse(seat=SEAT),
    "VacateSeat": seats_pb2.VacateSeatResponse(seat=SEAT),
    "CloseSeat": seats_pb2.CloseSeatResponse(),
}
STEP_READ: Final[dict[str, Any]] = {
    **_BRANCH,
    "state": "PASSED_ON",
    "turn": None,
    "given_at": _AT,
    "due_at": None,
    "done_at": _AT,
    "done_as": "DEPUTY",
    "context": _CONTEXT,
    "version": 2,
    "digest": DIGEST.hex(),
}
WAITING_READ: Final[dict[str, Any]] = {
    "region": "LON",
    "sector": None,
    "state": "WAITING",
    "turn": "HOLDER",
    "given_at": _AT,
    "due_at": _AT,
    "done_at": None,
    "done_as": None,
    "context": None,
    "version": 1,
    "digest": DIGEST.hex(),
}
SEAT_READ: Final[dict[str, Any]] = {
    "seat_id": SEAT_ID,
    "version": 3,
    **_MADE,
    "holder": None,
    "deputy": {
        "subject": PERSON_ID,
        "name": "Sector Lead",
        "email": "lead@retail.example",
        "since": _AT,
        "until": _AT,
    },
    "associate": None,
}
_NOBODY: Final = {"answered": None, "need_help": None, "sightings": {}}
READ: Final[dict[str, Any]] = {
    "ListWaitingSteps": {"waiting": []},
    "PassOn": STEP_READ,
    "ReportUp": {"report_id": KEY},
    "GetCascade": {
        "nodes": [
            {"step": WAITING_READ, "figures": None, "reports": []},
            {
                "step": STEP_READ,
                "figures": {
                    "reached": 40,
                    "answered": None,
                    "need_help": None,
                    "sightings": {"SMOKE": 9},
                },
                "reports": [{"report_id": KEY, "text": "All quiet.", "told_at": _AT}],
            },
        ],
        "direct": {"reached": 7} | _NOBODY,
        "exact": False,
    },
    "GetBranchContext": {"added": [{**_BRANCH, "context": _CONTEXT, "added_at": _AT}]},
    "CreateSeat": SEAT_READ,
    "ListSeats": {"seats": [SEAT_READ], "next_page_token": "next"},
    "GetSeat": SEAT_READ,
    "ListMySeats": {"seats": [SEAT_READ]},
    "AppointToSeat": SEAT_READ,
    "VacateSeat": SEAT_READ,
}
