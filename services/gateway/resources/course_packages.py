"""Courses as packages for other learning platforms, by REST."""

from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from isp.training.v1 import exporting_pb2 as pb
from services.gateway.clients import clients

course_packages = APIBlueprint("course_packages", __name__, url_prefix="/v1", tag="Training")

ZIP: Final = "application/zip"
_ANSWERS: Final[dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]] = {
    200: {
        "description": "The package",
        "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
    },
    403: {"description": "Not allowed"},
    404: {"description": "None that you may know of"},
    409: {"description": "It may not leave"},
}


@course_packages.get("/courses/<uuid:course_id>/package")
@course_packages.doc(
    summary="Download a course for another learning platform",
    description="For trainers. A cmi5 package of the newest version: a zip, the same bytes for the"
    " same version. It asks questions of its own, and earns no certificate of ours.",
    responses=_ANSWERS,
    security="bearer",
)
def export_course(course_id: UUID) -> Response:
    """Download a course."""
    message = pb.ExportCourseRequest(course_id=str(course_id))
    return package_file(course_id, clients().call(clients().course_packages.ExportCourse, message))


def package_file(course_id: UUID, found: pb.ExportCourseResponse) -> Response:
    """Return a package as a file whose name says course and version."""
    answer = Response(found.file, mimetype=ZIP)
    name = f"course-{course_id}-v{found.course_version}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
