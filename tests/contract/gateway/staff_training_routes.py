"""The routes of an organisation's training: good requests, what must be heard, what is read."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import organisations_pb2
from isp.training.v1 import enrolment_pb2, passport_pb2
from isp.training.v1 import staff_pb2 as pb
from tests.contract.gateway.route import CERTIFICATE_ID, COURSE_ID, PERSON_ID, Route


def _at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


_OWN: Final = "/v1/me/organisation"
_FILE: Final = "email,course,due\none@hall.example,Ymwybyddiaeth ŵ,2026-12-24\n"
_PEOPLE: Final = [{"email": "one@hall.example", "subject": PERSON_ID}]
STAFF_TRAINING_ROUTES: Final = (
    Route(
        "GET",
        f"{_OWN}/training",
        "GetStaffTraining",
        pb.GetStaffTrainingRequest(subjects=[PERSON_ID]),
        query={"subject": PERSON_ID},
    ),
    Route(
        "POST",
        f"{_OWN}/members/matches",
        "MatchMembers",
        organisations_pb2.MatchMembersRequest(emails=["one@hall.example"]),
        body={"emails": ["one@hall.example"]},
    ),
    Route(
        "POST",
        f"{_OWN}/training/addresses",
        "ReadStaffFile",
        pb.ReadStaffFileRequest(file=_FILE.encode()),
        body={"file": _FILE},
    ),
    Route(
        "POST",
        f"{_OWN}/training/import",
        "ImportStaffFile",
        pb.ImportStaffFileRequest(
            file=_FILE.encode(),
            people=[pb.KnownMember(email="one@hall.example", subject=PERSON_ID)],
            dry_run=True,
        ),
        body={"file": _FILE, "people": _PEOPLE, "dry_run": True},
    ),
    Route("GET", "/v1/me/training/asked", "GetAskedOfMe", pb.GetAskedOfMeRequest()),
    Route("GET", "/v1/me/training/passport", "GetMyPassport", passport_pb2.GetMyPassportRequest()),
    Route(
        "GET",
        "/v1/me/training/passport/pdf",
        "PrintMyPassport",
        passport_pb2.PrintMyPassportRequest(language="cy"),
        query={"language": "cy"},
        answers="application/pdf",
    ),
    Route(
        "POST",
        "/v1/passports/verification",
        "VerifyPassport",
        passport_pb2.VerifyPassportRequest(token="a.b.c"),
        body={"token": "a.b.c"},
    ),
)
STAFF_COURSE: Final = pb.StaffCourse(
    course_id=COURSE_ID,
    title="=Awareness <b>",
    title_cy="Ymwybyddiaeth",
    status=enrolment_pb2.ENROLMENT_STATUS_COMPLETED,
    enrolled_at=_at(8),
    completed_at=_at(9),
    certified_until=_at(10),
    due_on="2026-12-24",
)
NOT_BEGUN: Final = pb.StaffCourse(course_id=COURSE_ID, title="Lockdown")
RECORD: Final = pb.OutsideRecord(
    title="First aid", provider="@A college", completed_on="2026-01-02", expires_on="2029-01-02"
)
ENDLESS: Final = pb.OutsideRecord(title="Fire", provider="B", completed_on="2026-01-03")
PASSPORT: Final = passport_pb2.Passport(
    name="Given <Family>",
    issued_at=_at(8),
    expires_at=_at(9),
    items=[
        passport_pb2.PassportItem(
            certificate_id=CERTIFICATE_ID, title="Awareness", valid_until=_at(10)
        )
    ],
)
CHECKED: Final = passport_pb2.Passport()
CHECKED.CopyFrom(PASSPORT)
CHECKED.items[0].standing = passport_pb2.CERTIFICATE_STANDING_REVOKED
ANSWERS: Final[dict[str, Message]] = {
    "GetMyPassport": passport_pb2.GetMyPassportResponse(
        passport=PASSPORT, token="a.b.c", code="u#a.b.c", picture=b"\x89PNG", left_out=2
    ),
    "PrintMyPassport": passport_pb2.PrintMyPassportResponse(file=b"%PDF-1.7 of a kind"),
    "VerifyPassport": passport_pb2.VerifyPassportResponse(
        standing=passport_pb2.PASSPORT_STANDING_GOOD, passport=CHECKED
    ),
    "GetStaffTraining": pb.GetStaffTrainingResponse(
        people=[
            pb.StaffMember(
                subject=PERSON_ID, courses=[STAFF_COURSE, NOT_BEGUN], records=[RECORD, ENDLESS]
            )
        ]
    ),
    "MatchMembers": organisations_pb2.MatchMembersResponse(
        members=[organisations_pb2.MatchedMember(email="one@hall.example", subject=PERSON_ID)]
    ),
    "ReadStaffFile": pb.ReadStaffFileResponse(emails=["one@hall.example"]),
    "ImportStaffFile": pb.ImportStaffFileResponse(
        added=1,
        changed=2,
        unchanged=3,
        errors=[
            pb.StaffFileError(line=4, column="due", fault=pb.STAFF_FILE_FAULT_NOT_A_DAY),
        ],
    ),
    "GetAskedOfMe": pb.GetAskedOfMeResponse(
        seen_by_organisation=True, courses=[NOT_BEGUN], records=[RECORD]
    ),
}
_RECORD_READ: Final = {
    "title": "First aid",
    "provider": "@A college",
    "completed_on": "2026-01-02",
    "expires_on": "2029-01-02",
}
_NOT_BEGUN_READ: Final = {
    "course_id": COURSE_ID,
    "title": "Lockdown",
    "title_cy": None,
    "status": None,
    "enrolled_at": None,
    "completed_at": None,
    "certified_until": None,
    "due_on": None,
}
_ITEM_READ: Final = {
    "certificate_id": CERTIFICATE_ID,
    "title": "Awareness",
    "valid_until": "2026-11-24T10:00:00.000Z",
}
_PASSPORT_READ: Final = {
    "name": "Given <Family>",
    "issued_at": "2026-11-24T08:00:00.000Z",
    "expires_at": "2026-11-24T09:00:00.000Z",
}
READ: Final[dict[str, Any]] = {
    "GetMyPassport": {
        "passport": _PASSPORT_READ | {"items": [_ITEM_READ | {"standing": None}]},
        "token": "a.b.c",
        "code": "u#a.b.c",
        "left_out": 2,
    },
    "VerifyPassport": {
        "standing": "GOOD",
        "passport": _PASSPORT_READ | {"items": [_ITEM_READ | {"standing": "REVOKED"}]},
    },
    "GetStaffTraining": {
        "people": [
            {
                "subject": PERSON_ID,
                "courses": [
                    {
                        "course_id": COURSE_ID,
                        "title": "=Awareness <b>",
                        "title_cy": "Ymwybyddiaeth",
                        "status": "COMPLETED",
                        "enrolled_at": "2026-11-24T08:00:00.000Z",
                        "completed_at": "2026-11-24T09:00:00.000Z",
                        "certified_until": "2026-11-24T10:00:00.000Z",
                        "due_on": "2026-12-24",
                    },
                    _NOT_BEGUN_READ,
                ],
                "records": [
                    _RECORD_READ,
                    {
                        "title": "Fire",
                        "provider": "B",
                        "completed_on": "2026-01-03",
                        "expires_on": None,
                    },
                ],
            }
        ]
    },
    "MatchMembers": {"members": _PEOPLE},
    "ReadStaffFile": {"emails": ["one@hall.example"]},
    "ImportStaffFile": {
        "added": 1,
        "changed": 2,
        "unchanged": 3,
        "errors": [{"line": 4, "column": "due", "fault": "NOT_A_DAY"}],
    },
    "GetAskedOfMe": {
        "seen_by_organisation": True,
        "courses": [_NOT_BEGUN_READ],
        "records": [_RECORD_READ],
    },
}
