"""Courses: what there is, what each teaches, and how far the visitor is."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.training.v1 import course_pb2, enrolment_pb2, staff_pb2
from isp.training.v1 import training_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page
from services.gateway.pages.language import address
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import bearer_for, signed_in, visitor

learning = APIBlueprint("learning", __name__, url_prefix="/learn", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_KEPT_SECONDS: Final = 60
_MOST_PAGES: Final = 5
_LARGEST_PAGE: Final = 100


@learning.get("")
def catalogue() -> Response:
    """Show the courses that the visitor may take."""
    message = pb.ListCoursesRequest(page_size=PAGE_SIZE, page_token=_token())
    found = ask(clients().training.ListCourses, message)
    return public(page("courses.html", found=found), _KEPT_SECONDS)


@learning.get("/<uuid:course_id>")
def course(course_id: UUID) -> Response:
    """Show what a course is about, and how far the visitor is in it."""
    read = ask(clients().training.GetCourse, pb.GetCourseRequest(course_id=str(course_id)))
    shown = page(
        "course.html",
        course=read.course,
        prerequisites=read.prerequisites,
        mine=newest_of(course_id),
        known=is_known(),
        key=uuid4(),
    )
    return public(shown, _KEPT_SECONDS)


@learning.post("/<uuid:course_id>")
@signed_in
def enrol(course_id: UUID) -> AnyResponse:
    """Begin a course."""
    message = pb.EnrolRequest(course_id=str(course_id), idempotency_key=key_sent())
    with told("ALREADY_ENROLLED", "PREREQUISITES_MISSING"):
        ask(clients().training.Enrol, message)
        flash(gettext("You are enrolled. Begin with the first module."), "success")
    return redirect(address("learning.course", course_id=course_id))


@learning.get("/<uuid:course_id>/<uuid:module_id>")
def module(course_id: UUID, module_id: UUID) -> Response:
    """Show what a module teaches, and what the visitor may do after reading it."""
    read = module_of(course_id, module_id)
    shown = page(
        "module.html",
        course=course_of(course_id),
        read=read,
        mine=newest_of(course_id),
        known=is_known(),
        key=uuid4(),
    )
    return public(shown, _KEPT_SECONDS)


@learning.get("/mine")
@signed_in
def mine() -> Response:
    """Show the visitor's own training, newest first."""
    message = pb.GetMyTrainingRequest(page_size=PAGE_SIZE, page_token=_token())
    found = ask(clients().training.GetMyTraining, message)
    asked = ask(clients().staff_training.GetAskedOfMe, staff_pb2.GetAskedOfMeRequest())
    return page("training.html", found=found, asked=asked)


def _token() -> str:
    return request.args.get("page", "")[:LONGEST_TOKEN]


def key_sent() -> str:
    """Return the idempotency key that the form carried."""
    return request.form.get("key", "")[:36]


def is_known() -> bool:
    """Tell whether the visitor is signed in, and sign-in is not away."""
    return visitor() is not None and bearer_for("isp.training.v1") is not None


def course_of(course_id: UUID) -> course_pb2.Course:
    """Return a course in the version that the visitor is going through, else the newest."""
    message = pb.GetCourseRequest(course_id=str(course_id))
    found: course_pb2.Course = ask(clients().training.GetCourse, message).course
    return found


def module_of(course_id: UUID, module_id: UUID) -> pb.GetModuleResponse:
    """Return a module, with the visitor's attempt that waits for answers."""
    message = pb.GetModuleRequest(course_id=str(course_id), module_id=str(module_id))
    found: pb.GetModuleResponse = ask(clients().training.GetModule, message)
    return found


def enrolments() -> Iterator[enrolment_pb2.Enrolment]:
    """Yield the visitor's own enrolments, newest first: at most the newest 500."""
    message = pb.GetMyTrainingRequest(page_size=_LARGEST_PAGE)
    for _ in range(_MOST_PAGES):
        found = ask(clients().training.GetMyTraining, message)
        yield from found.enrolments
        if not found.next_page_token:
            return
        message.page_token = found.next_page_token


def newest_of(course_id: UUID) -> enrolment_pb2.Enrolment | None:
    """Return the visitor's newest enrolment in a course; None for none, or for nobody."""
    if not is_known():
        return None
    return next((each for each in enrolments() if each.course_id == str(course_id)), None)


def progress_in(
    enrolment: enrolment_pb2.Enrolment | None, module_id: str
) -> enrolment_pb2.ModuleProgress | None:
    """Return how far an enrolment is in a module; None where it has none such."""
    modules = enrolment.modules if enrolment else []
    return next((each for each in modules if each.module_id == module_id), None)


def after(course_read: course_pb2.Course, module_id: str) -> course_pb2.ModuleSummary | None:
    """Return the module that follows one; None after the last."""
    ids = [each.module_id for each in course_read.modules]
    place = ids.index(module_id) + 1 if module_id in ids else len(ids)
    return course_read.modules[place] if place < len(ids) else None
