"""The desk of trainers: versions of courses, and the end of one."""

from datetime import UTC, datetime, time
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import flash, redirect
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import ValidationError

from isp.training.v1 import accreditation_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, shown_on
from services.gateway.pages.language import address
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in

versions_desk = APIBlueprint(
    "versions_desk", __name__, url_prefix="/desk/course-versions", enable_openapi=False
)

_LONDON: Final = ZoneInfo("Europe/London")


def day_from(said: str | None) -> datetime | None:
    """Return the beginning of a day in London; None for what is no day."""
    try:
        day = datetime.strptime((said or "").strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None
    return datetime.combine(day, time(), _LONDON).astimezone(UTC)


def _a_day(_form: Form, field: Any) -> None:
    if (field.data or "").strip() and day_from(field.data) is None:
        raise ValidationError(gettext("must be a date, such as 2027-11-24"))


class WithdrawalForm(Form):
    """When a version ends, and why."""

    ends_at = line(
        lazy_gettext("The day from which its certificates are no longer good"),
        most=10,
        hint=lazy_gettext("Such as 2027-11-24. Who began the version may finish until then."),
        render_kw={"spellcheck": "false"},
    )
    reason = lines(
        lazy_gettext("Why"),
        most=1000,
        hint=lazy_gettext("For the record."),
        render_kw={"rows": 3},
    )

    validate_ends_at = _a_day


@versions_desk.get("")
@signed_in
def versions() -> AnyResponse:
    """Show every version of every course."""
    return page("desk_versions.html", versions=_versions())


@versions_desk.get("/<uuid:course_id>/<int:version>")
@signed_in
def version(course_id: UUID, version: int) -> AnyResponse:
    """Show a version, and the way to withdraw it."""
    return _shown(course_id, version, WithdrawalForm())


@versions_desk.post("/<uuid:course_id>/<int:version>")
@signed_in
def withdraw(course_id: UUID, version: int) -> AnyResponse:
    """Withdraw it, for good."""
    form = WithdrawalForm()
    if not form.validate():
        return _shown(course_id, version, form, HTTPStatus.BAD_REQUEST)
    message = pb.WithdrawVersionRequest(
        course_id=str(course_id), version=version, reason=form.reason.data
    )
    ends_at = day_from(form.ends_at.data)
    assert ends_at is not None  # the form says so
    message.ends_at.FromDatetime(ends_at)
    try:
        with told("VERSION_WITHDRAWN", "VERSION_STOPPED"), shown_on(form):
            ask(clients().accreditation.WithdrawVersion, message)
            flash(gettext("The version is withdrawn."), "success")
    except Refused as refused:
        return _shown(course_id, version, form, refused.status)
    return redirect(address("versions_desk.versions"))


def _versions() -> list[pb.CourseVersion]:
    return list(
        ask(clients().accreditation.ListCourseVersions, pb.ListCourseVersionsRequest()).versions
    )


def _shown(course_id: UUID, number: int, form: Any, status: int = HTTPStatus.OK) -> AnyResponse:
    for each in _versions():
        if (each.course_id, each.version) == (str(course_id), number):
            return page("desk_version.html", status, found=each, form=form)
    raise NotFound
