"""An organisation's training by the pages: who took what, a file to plan it by, and an export."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from apiflask import APIBlueprint
from flask import Response, flash, request
from flask_babel import gettext, lazy_gettext
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField

from isp.identity.v1 import organisations_pb2
from isp.training.v1 import course_pb2, training_pb2
from isp.training.v1 import staff_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, shown_on
from services.gateway.pages.language import language
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.staff_training import LONGEST_FILE, course_json, fault_of

staff_training_pages = APIBlueprint("staff_training_pages", __name__, enable_openapi=False)

_OWN: Final = "/account/organisation/training"
_PAGE_SIZE: Final = 50
_LARGEST_PAGE: Final = 100
_MOST_PAGES: Final = 10
_MOST_COURSES: Final = 100
_EXAMPLE_DUE: Final = timedelta(days=28)
_EXAMPLE_ADDRESS: Final = "somebody@venue.example"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS: Final = (
    *("given_name", "family_name", "kind", "title", "provider", "status"),
    *("due", "begun", "completed", "good_until"),
)
FAULTS: Final = {
    "MISSING": lazy_gettext("It is empty."),
    "NO_ADDRESS": lazy_gettext("It is no e-mail address."),
    "NOT_A_MEMBER": lazy_gettext(
        "Nobody of your organisation has this address. Invite them first."
    ),
    "NO_SUCH_COURSE": lazy_gettext("There is no course of this title."),
    "NOT_A_DAY": lazy_gettext("It is no day like 2026-12-31 or 31/12/2026."),
    "IMPOSSIBLE_DAY": lazy_gettext("It cannot have been, or be, on this day."),
    "TOO_LONG": lazy_gettext("It is too long."),
    "NOT_PLAIN": lazy_gettext("It has signs in it that are no text."),
    "SAID_BEFORE": lazy_gettext("A line before speaks of the same."),
    "NOT_HERE": lazy_gettext("It must be empty where a provider is named."),
    "TOO_MANY_CELLS": lazy_gettext("The line has more cells than the first one."),
}


class FileForm(Form):
    """A file of staff."""

    file = FileField(
        lazy_gettext("Choose a file"),
        widget=GovFileInput(),
        description=lazy_gettext("CSV, at most 1,000 rows and 128 KB."),
    )


@staff_training_pages.get(_OWN)
@signed_in
def staff() -> Response:
    """Show who took what, by the names that the organisation knows."""
    message = organisations_pb2.ListMembersRequest(
        page_size=_PAGE_SIZE, page_token=request.args.get("page", "")[:200]
    )
    found = ask(clients().organisations.ListMembers, message)
    return page("staff_training.html", found=found, training=_training(found.members))


@staff_training_pages.get(f"{_OWN}/export.csv")
@signed_in
def export() -> Response:
    """Hand out the same as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for member, training in _everyone():
        for row in _rows(training):
            names = (member.given_name, member.family_name)
            writer.writerow([plain(each) for each in (*names, *row)])
    answer = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="training.csv"'
    return answer


@staff_training_pages.get(f"{_OWN}/file")
@signed_in
def file_form() -> Response:
    """Ask for a file, and say what stands in it."""
    _see_that_they_manage()
    return _file_page(FileForm(formdata=None))


@staff_training_pages.post(f"{_OWN}/file")
@signed_in
def take_file() -> AnyResponse:
    """Try a file, or take it."""
    form, sent = FileForm(), request.files.get("file")
    content = sent.stream.read(LONGEST_FILE + 1) if sent else b""
    takes = request.form.get("do") == "take"
    try:
        with shown_on(form):
            became = _taken(content, dry_run=not takes)
    except Refused as refused:
        return _file_page(form, status=refused.status)
    if takes and became.added + became.changed + became.unchanged:
        flash(gettext("The good rows are kept."), "success")
    elif takes:
        flash(gettext("No row of the file is good: nothing is kept."), "important")
    return _file_page(FileForm(formdata=None), became=became, tried=not takes)


def _taken(content: bytes, *, dry_run: bool) -> pb.ImportStaffFileResponse:
    rpcs = clients().staff_training
    emails = ask(rpcs.ReadStaffFile, pb.ReadStaffFileRequest(file=content)).emails
    people = []
    if emails:
        message = organisations_pb2.MatchMembersRequest(emails=emails)
        found = ask(clients().organisations.MatchMembers, message)
        people = [pb.KnownMember(email=one.email, subject=one.subject) for one in found.members]
    taking = pb.ImportStaffFileRequest(file=content, people=people, dry_run=dry_run)
    became: pb.ImportStaffFileResponse = ask(rpcs.ImportStaffFile, taking)
    return became


def _file_page(form: FileForm, status: int = HTTPStatus.OK, **shown: Any) -> Response:
    message = training_pb2.ListCoursesRequest(page_size=_MOST_COURSES)
    courses = ask(clients().training.ListCourses, message).courses
    shown |= {"courses": courses, "example": _example(courses)}
    return page(
        "staff_training_file.html", status, form=form, faults=FAULTS, fault_of=fault_of, **shown
    )


def _example(courses: Sequence[course_pb2.Course]) -> str:
    """Return a file that asks somebody to take the first course, as whoever reads it calls that."""
    if not courses:
        return ""
    first = courses[0]
    title = first.title_cy if language() == "cy" and first.title_cy else first.title
    due = (datetime.now(UTC) + _EXAMPLE_DUE).date().isoformat()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((("email", "course", "due"), (_EXAMPLE_ADDRESS, title, due)))
    return text.getvalue().strip()


def _see_that_they_manage() -> None:
    """Let training refuse who manages none: it asks for the first of the organisation's people."""
    message = organisations_pb2.ListMembersRequest(page_size=1)
    _training(ask(clients().organisations.ListMembers, message).members)


def _training(members: Any) -> dict[str, pb.StaffMember]:
    subjects = [each.subject for each in members]
    message = pb.GetStaffTrainingRequest(subjects=subjects)
    found = ask(clients().staff_training.GetStaffTraining, message)
    return {each.subject: each for each in found.people}


def _everyone() -> Iterator[tuple[organisations_pb2.Member, pb.StaffMember]]:
    message = organisations_pb2.ListMembersRequest(page_size=_LARGEST_PAGE)
    for _ in range(_MOST_PAGES):
        found = ask(clients().organisations.ListMembers, message)
        training = _training(found.members)
        for each in found.members:
            if each.subject in training:
                yield each, training[each.subject]
        if not found.next_page_token:
            return
        message.page_token = found.next_page_token


def _rows(training: pb.StaffMember) -> Iterator[tuple[str, ...]]:
    for each in training.courses:
        read = course_json(each)
        moments = [(read[name] or "")[:10] for name in ("enrolled_at", "completed_at")]
        ends = (read["certified_until"] or "")[:10]
        yield "course", each.title, "", read["status"] or "", each.due_on, *moments, ends
    for one in training.records:
        row = ("recorded by your employer", one.title, one.provider, "", "", "")
        yield *row, one.completed_on, one.expires_on


def plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
