"""An organisation's view of its people's training, by REST."""

from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, List, Nested
from apiflask.validators import Length
from flask import Response, jsonify
from marshmallow import RAISE

from isp.training.v1 import enrolment_pb2
from isp.training.v1 import staff_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

staff_training = APIBlueprint("staff_training", __name__, url_prefix="/v1", tag="Training")

LONGEST_FILE: Final = 131_072
_MOST: Final = 1_000
_MANAGERS: Final = {401: "Sign in", 403: "You do not manage its training"}


class PeopleQuery(Schema):
    """Whose training."""

    subject = List(String(validate=Length(max=36)), required=True, validate=Length(1, 100))


class FileIn(Schema):
    """A file of staff: CSV."""

    file = String(required=True, validate=Length(min=1, max=LONGEST_FILE))


class KnownIn(Schema):
    """Whose an address is."""

    email = String(required=True, validate=Length(max=254))
    subject = String(required=True, validate=Length(max=36))


class ImportIn(FileIn):
    """A file, and who its addresses are."""

    people = List(Nested(KnownIn), required=True, validate=Length(max=_MOST))
    dry_run = Boolean(load_default=False)


def _when(course: Any, name: str) -> str | None:
    return time_json(getattr(course, name)) if course.HasField(name) else None


def course_json(course: pb.StaffCourse) -> dict[str, Any]:
    """Return how far somebody is with a course."""
    word = enrolment_pb2.EnrolmentStatus.Name(course.status).removeprefix("ENROLMENT_STATUS_")
    return {
        "course_id": course.course_id,
        "title": course.title,
        "title_cy": course.title_cy or None,
        "status": None if word == "UNSPECIFIED" else word,
        "enrolled_at": _when(course, "enrolled_at"),
        "completed_at": _when(course, "completed_at"),
        "certified_until": _when(course, "certified_until"),
        "due_on": course.due_on or None,
    }


def record_json(record: pb.OutsideRecord) -> dict[str, Any]:
    """Return what an employer recorded."""
    return {
        "title": record.title,
        "provider": record.provider,
        "completed_on": record.completed_on,
        "expires_on": record.expires_on or None,
    }


@staff_training.get("/me/organisation/training")
@staff_training.input(PeopleQuery, location="query", arg_name="said", unknown=RAISE)
@staff_training.doc(
    summary="The training of people of your organisation",
    description="For its admins and its security lead. Names are at /v1/me/organisation/members;"
    " whoever is not of it now is left out.",
    responses={200: "Their training", **_MANAGERS},
    security="bearer",
)
def get_staff_training(said: dict[str, Any]) -> Response:
    """Read the training of people."""
    message = pb.GetStaffTrainingRequest(subjects=said["subject"])
    found = clients().call(clients().staff_training.GetStaffTraining, message)
    return jsonify(
        people=[
            {
                "subject": each.subject,
                "courses": [course_json(one) for one in each.courses],
                "records": [record_json(one) for one in each.records],
            }
            for each in found.people
        ]
    )


@staff_training.post("/me/organisation/training/addresses")
@staff_training.input(FileIn, arg_name="said")
@staff_training.doc(
    summary="Whom a file of staff names",
    description="CSV with commas or semicolons; the first line names the columns email, course,"
    " due, provider, completed and expires. Nothing is kept.",
    responses={200: "The addresses", **_MANAGERS},
    security="bearer",
)
def read_staff_file(said: dict[str, Any]) -> Response:
    """Read whom a file names."""
    message = pb.ReadStaffFileRequest(file=said["file"].encode())
    found = clients().call(clients().staff_training.ReadStaffFile, message)
    return jsonify(emails=list(found.emails))


@staff_training.post("/me/organisation/training/import")
@staff_training.input(ImportIn, arg_name="said")
@staff_training.doc(
    summary="Ask people to take courses, and record training elsewhere, by a file",
    description="Good rows are kept, all at once; each other row is named by line, column and"
    " reason. The same file again changes nothing. With dry_run nothing is kept.",
    responses={200: "What became of the rows", **_MANAGERS},
    security="bearer",
)
def import_staff_file(said: dict[str, Any]) -> Response:
    """Take a file."""
    message = pb.ImportStaffFileRequest(
        file=said["file"].encode(),
        people=[pb.KnownMember(**each) for each in said["people"]],
        dry_run=said["dry_run"],
    )
    became = clients().call(clients().staff_training.ImportStaffFile, message)
    return jsonify(
        added=became.added,
        changed=became.changed,
        unchanged=became.unchanged,
        errors=[
            {"line": each.line, "column": each.column, "fault": fault_of(each)}
            for each in became.errors
        ],
    )


def fault_of(error: pb.StaffFileError) -> str:
    """Return the word for what is wrong."""
    return pb.StaffFileFault.Name(error.fault).removeprefix("STAFF_FILE_FAULT_")


@staff_training.get("/me/training/asked")
@staff_training.doc(
    summary="What your organisation asks you to take, and recorded of you",
    responses={200: "What it asks and recorded", 401: "Sign in"},
    security="bearer",
)
def get_asked_of_me() -> Response:
    """Read what one's organisation asks."""
    found = clients().call(clients().staff_training.GetAskedOfMe, pb.GetAskedOfMeRequest())
    return jsonify(
        seen_by_organisation=found.seen_by_organisation,
        courses=[course_json(each) for each in found.courses],
        records=[record_json(each) for each in found.records],
    )
