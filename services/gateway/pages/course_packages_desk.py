"""The desk of trainers: courses to be taken to other learning platforms."""

from typing import Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from isp.training.v1 import exporting_pb2, training_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.language import address
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.course_packages import package_file

course_packages_desk = APIBlueprint(
    "course_packages_desk", __name__, url_prefix="/desk/courses", enable_openapi=False
)

PAGE_SIZE: Final = 50
LONGEST_TOKEN: Final = 200


@course_packages_desk.get("")
@signed_in
def courses() -> Response:
    """Show every course that can be taken along."""
    message = training_pb2.ListCoursesRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().training.ListCourses, message)
    return page("desk_courses.html", courses=found.courses, following=found.next_page_token)


@course_packages_desk.get("/<uuid:course_id>.zip")
@signed_in
def package(course_id: UUID) -> AnyResponse:
    """Hand out a course as a package."""
    with told("COURSE_NOT_EXPORTABLE"):
        message = exporting_pb2.ExportCourseRequest(course_id=str(course_id))
        return package_file(course_id, ask(clients().course_packages.ExportCourse, message))
    return redirect(address("course_packages_desk.courses"))
