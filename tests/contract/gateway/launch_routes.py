"""The routes of launched units: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.training.v1 import launches_pb2 as pb
from tests.contract.gateway.route import CASE_ID, ENROLMENT_ID, STATEMENT_ID, Route

_UNITS: Final = "/v1/enrolments/{enrolment_id}/units"
_STATEMENTS: Final = "/v1/enrolments/{enrolment_id}/statements"
_OF: Final = {"enrolment_id": ENROLMENT_ID}
_UNIT: Final[dict[str, Any]] = {
    "number": 3,
    "title": {"en": "Vehicles"},
    "description": {"en": "What to look for."},
    "move_on": "CompletedOrPassed",
    "completed": True,
    "passed": False,
    "waived": True,
    "satisfied": True,
}

LAUNCH_ROUTES: Final = (
    Route(
        "GET",
        _UNITS,
        "ListUnits",
        query={"page_size": 7, "after": 2},
        message=pb.ListUnitsRequest(**_OF, page_size=7, after=2),
    ),
    Route(
        "POST",
        f"{_UNITS}/{{number}}/launches",
        "LaunchUnit",
        status=201,
        body={"mode": "browse"},
        message=pb.LaunchUnitRequest(**_OF, number=7, mode=pb.LAUNCH_MODE_BROWSE),
    ),
    Route(
        "POST",
        f"{_UNITS}/{{number}}/waiver",
        "WaiveUnit",
        status=204,
        answers="text/html",
        body={"reason": "tested_out", "why": "Knows it."},
        message=pb.WaiveUnitRequest(
            **_OF, number=7, reason=pb.WAIVER_REASON_TESTED_OUT, why="Knows it."
        ),
    ),
    Route(
        "POST",
        f"{_STATEMENTS}/{{statement_id}}/voiding",
        "VoidStatement",
        status=204,
        answers="text/html",
        body={"why": "Wrong."},
        message=pb.VoidStatementRequest(**_OF, statement_id=STATEMENT_ID, why="Wrong."),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListUnits": pb.ListUnitsResponse(units=[pb.Unit(**_UNIT)], next_after=3),
    "LaunchUnit": pb.LaunchUnitResponse(
        url="http://a-package.localhost/unit",
        session_id=CASE_ID,
        mode=pb.LAUNCH_MODE_BROWSE,
        own_window=True,
    ),
    "WaiveUnit": pb.WaiveUnitResponse(),
    "VoidStatement": pb.VoidStatementResponse(),
}
READ: Final[dict[str, Any]] = {
    "ListUnits": {"units": [_UNIT], "next_after": 3},
    "LaunchUnit": {
        "url": "http://a-package.localhost/unit",
        "session_id": CASE_ID,
        "mode": "browse",
        "own_window": True,
    },
}
