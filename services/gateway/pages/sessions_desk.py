"""The desk of trainers for led sessions: schedule one, move it, see who comes, call it off."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from isp.training.v1 import led_sessions_pb2 as pb
from isp.training.v1 import training_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels, session_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, shown_on, version_read
from services.gateway.pages.language import address
from services.gateway.pages.papers_forms import a_moment, local_time, moment_from
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.drafts import time_to_pb

sessions_desk = APIBlueprint(
    "sessions_desk", __name__, url_prefix="/desk/sessions", enable_openapi=False
)

_LONGEST_TOKEN: Final = 200
_MOST_COURSES: Final = 100
_HERE: Final = "sessions_desk.session"
_TIMES: Final = ("starts_at", "ends_at", "closes_at")
_BY_THE_CLOCK: Final = lazy_gettext("By the clock in London, such as 2026-11-24T14:30.")


def _courses() -> list[tuple[str, str]]:
    message = training_pb2.ListCoursesRequest(page_size=_MOST_COURSES)
    found = ask(clients().training.ListCourses, message)
    return [(each.course_id, each.title) for each in found.courses]


def _regions() -> list[tuple[str, str]]:
    return [("", gettext("No region")), *labels.regions()]


class ScheduleForm(Form):
    """What is offered."""

    course_id = list_of(lazy_gettext("Course"), _courses)
    starts_at = line(lazy_gettext("It begins at"), most=30, hint=_BY_THE_CLOCK)
    ends_at = line(lazy_gettext("It ends at"), most=30, hint=_BY_THE_CLOCK)
    closes_at = line(
        lazy_gettext("Booking closes at"),
        most=30,
        required=False,
        hint=lazy_gettext("Leave it empty for when it begins. Who cancels later cancels late."),
    )
    place = line(
        lazy_gettext("Where"),
        most=300,
        required=False,
        hint=lazy_gettext("The address, as people need it to come. Leave it empty for a link."),
    )
    link = line(
        lazy_gettext("Link"),
        most=1000,
        required=False,
        hint=lazy_gettext("An https address. Only who is booked sees it."),
        render_kw={"spellcheck": "false"},
    )
    places = line(lazy_gettext("Places"), most=3, render_kw={"inputmode": "numeric"})
    region = list_of(lazy_gettext("Region"), _regions, default="")
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def validate_starts_at(self, field: Any) -> None:
        """Refuse what is no moment."""
        a_moment(field)

    def validate_ends_at(self, field: Any) -> None:
        """Refuse what is no moment."""
        a_moment(field)

    def validate_closes_at(self, field: Any) -> None:
        """Refuse what is no moment."""
        a_moment(field)

    def validate_places(self, field: Any) -> None:
        """Refuse what is no number."""
        said = (field.data or "").strip()
        if not (said.isascii() and said.isdecimal()):
            raise ValidationError(gettext("must be a whole number"))


class MoveForm(ScheduleForm):
    """When and where a session is from now on."""

    course_id = None
    places = None
    region = None
    key = None


class CallOffForm(Form):
    """Why a session does not take place."""

    reason = lines(
        lazy_gettext("Why"),
        most=1000,
        hint=lazy_gettext("Those who booked read it."),
        render_kw={"rows": 3},
    )


@sessions_desk.get("")
@signed_in
def sessions() -> Response:
    """Show every session, the latest start first."""
    message = pb.ListTaughtSessionsRequest(page_token=request.args.get("page", "")[:_LONGEST_TOKEN])
    return page("desk_sessions.html", found=ask(clients().led_sessions.ListTaughtSessions, message))


@sessions_desk.get("/new")
@signed_in
def new() -> Response:
    """Ask what is offered."""
    return page("desk_session_new.html", form=ScheduleForm())


@sessions_desk.post("/new")
@signed_in
def schedule() -> AnyResponse:
    """Schedule a session."""
    form = ScheduleForm()
    if not form.validate():
        return page("desk_session_new.html", HTTPStatus.BAD_REQUEST, form=form)
    message = pb.ScheduleSessionRequest(
        course_id=form.course_id.data,
        starts_at=time_to_pb(moment_from(form.starts_at.data)),
        ends_at=time_to_pb(moment_from(form.ends_at.data)),
        closes_at=time_to_pb(moment_from(form.closes_at.data)),
        place=form.place.data or "",
        link=form.link.data or "",
        places=int(form.places.data),
        region=form.region.data or "",
        idempotency_key=form.key.data,
    )
    try:
        with shown_on(form):
            made = ask(clients().led_sessions.ScheduleSession, message).session
    except Refused as refused:
        return page("desk_session_new.html", refused.status, form=form)
    flash(gettext("The session is scheduled."), "success")
    return redirect(address(_HERE, session_id=made.session_id))


@sessions_desk.get("/<uuid:session_id>")
@signed_in
def session(session_id: UUID) -> Response:
    """Show a session with who booked it."""
    return _shown(session_id, CallOffForm())


@sessions_desk.get("/<uuid:session_id>/move")
@signed_in
def move_form(session_id: UUID) -> Response:
    """Ask when and where a session is from now on."""
    there = _taught(session_id).session
    data = {name: local_time(getattr(there, name)) for name in _TIMES}
    form = MoveForm(formdata=None, data=data | {"place": there.place, "link": there.link})
    return page("desk_session_move.html", session=there, form=form)


@sessions_desk.post("/<uuid:session_id>/move")
@signed_in
def move(session_id: UUID) -> AnyResponse:
    """Move a session; all who booked or wait are told."""
    form, status = MoveForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        times = {name: time_to_pb(moment_from(form[name].data)) for name in _TIMES}
        message = pb.MoveSessionRequest(
            session_id=str(session_id),
            expected_version=version_read(),
            place=form.place.data or "",
            link=form.link.data or "",
            **times,
        )
        try:
            with told("STALE_VERSION", "SESSION_CANCELLED", "SESSION_OVER"), shown_on(form):
                ask(clients().led_sessions.MoveSession, message)
                flash(gettext("The session is moved; all who booked or wait are told."), "success")
            return redirect(address(_HERE, session_id=session_id))
        except Refused as refused:
            status = refused.status
    there = _taught(session_id).session
    return page("desk_session_move.html", status, session=there, form=form)


@sessions_desk.post("/<uuid:session_id>/attendance")
@signed_in
def attendance(session_id: UUID) -> AnyResponse:
    """Record who came: each booking that the form says something of."""
    marks = [
        pb.Mark(booking_id=name, came=said == "came")
        for name, said in request.form.items()
        if said in {"came", "absent"}
    ]
    here = redirect(address(_HERE, session_id=session_id))
    if not marks:
        flash(gettext("Nobody was marked."), "important")
        return here
    message = pb.RecordAttendanceRequest(session_id=str(session_id), marks=marks)
    with told("ATTENDANCE_TOO_EARLY", "SESSION_CANCELLED", "BOOKING_NOT_FOUND"):
        ask(clients().led_sessions.RecordAttendance, message)
        flash(gettext("The attendance is recorded."), "success")
    return here


@sessions_desk.post("/<uuid:session_id>")
@signed_in
def call_off(session_id: UUID) -> AnyResponse:
    """Call a session off; all who booked are told."""
    form = CallOffForm()
    if not form.validate():
        return _shown(session_id, form, HTTPStatus.BAD_REQUEST)
    message = pb.CancelSessionRequest(session_id=str(session_id), reason=form.reason.data)
    try:
        with told("SESSION_CANCELLED", "SESSION_OVER"), shown_on(form):
            ask(clients().led_sessions.CancelSession, message)
            flash(gettext("The session is cancelled; all who booked are told."), "success")
    except Refused as refused:
        return _shown(session_id, form, refused.status)
    return redirect(address(_HERE, session_id=session_id))


def _shown(session_id: UUID, form: Any, status: int = HTTPStatus.OK) -> Response:
    found = _taught(session_id)
    return page(
        "desk_session.html",
        status,
        session=found.session,
        bookings=found.bookings,
        form=form,
        words=session_labels.BOOKING_STATUSES,
    )


def _taught(session_id: UUID) -> pb.ListSessionBookingsResponse:
    """Return a session with who booked it: that they were read is on record."""
    message = pb.ListSessionBookingsRequest(session_id=str(session_id))
    found: pb.ListSessionBookingsResponse = ask(clients().led_sessions.ListSessionBookings, message)
    return found
