"""The route of courses that leave: what it says, hears and shows."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.training.v1 import exporting_pb2 as pb
from tests.contract.gateway.route import COURSE_ID, Route

PACKAGE: Final = b"PK\x03\x04 of a kind"
COURSE_PACKAGE_ROUTES: Final = (
    Route(
        "GET",
        "/v1/courses/{course_id}/package",
        "ExportCourse",
        answers="application/zip",
        message=pb.ExportCourseRequest(course_id=COURSE_ID),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ExportCourse": pb.ExportCourseResponse(file=PACKAGE, course_version=2)
}
READ: Final[dict[str, Any]] = {"ExportCourse": PACKAGE}
