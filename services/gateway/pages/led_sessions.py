"""Led sessions for learners: what lies ahead, booking a place, and one's own bookings."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.training.v1 import led_sessions_pb2 as pb
from kernel.places import REGIONS
from services.gateway.clients import clients
from services.gateway.pages import labels, session_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

led_sessions_pages = APIBlueprint(
    "sessions", __name__, url_prefix="/learn/sessions", enable_openapi=False
)

_LONGEST_TOKEN: Final = 200
_REFUSED: Final = dict.fromkeys(
    (
        *("PREREQUISITES_MISSING", "SESSION_CANCELLED", "BOOKING_CLOSED"),
        *("ALREADY_BOOKED", "WAITING_LIST_FULL"),
    ),
    "",
)


class BookingForm(Form):
    """How somebody wants to be called at a session."""

    name = line(
        lazy_gettext("Your name at the session"),
        most=100,
        hint=lazy_gettext("As you want to be called there. Trainers see it."),
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@led_sessions_pages.get("")
@signed_in
def ahead() -> Response:
    """Show the sessions that lie ahead, in one region if one is chosen."""
    region = request.args.get("region", "")
    message = pb.ListSessionsRequest(
        region=region if region in REGIONS else "",
        page_token=request.args.get("page", "")[:_LONGEST_TOKEN],
    )
    found = ask(clients().led_sessions.ListSessions, message)
    return page(
        "sessions.html",
        found=found,
        region=message.region,
        regions=labels.regions(),
        words=session_labels.BOOKING_STATUSES,
    )


@led_sessions_pages.get("/mine")
@signed_in
def mine() -> Response:
    """Show the sessions that the visitor booked."""
    found = ask(clients().led_sessions.ListMyBookings, pb.ListMyBookingsRequest())
    return page("my_sessions.html", found=found, words=session_labels.BOOKING_STATUSES)


@led_sessions_pages.get("/<uuid:session_id>")
@signed_in
def session(session_id: UUID) -> Response:
    """Show a session, and the way into it or out of it."""
    return _shown(session_id, BookingForm())


@led_sessions_pages.post("/<uuid:session_id>")
@signed_in
def book(session_id: UUID) -> AnyResponse:
    """Book a place, or the end of the line."""
    form = BookingForm()
    if not form.validate():
        return _shown(session_id, form, HTTPStatus.BAD_REQUEST)
    message = pb.BookSessionRequest(
        session_id=str(session_id), name=form.name.data, idempotency_key=form.key.data
    )
    try:
        with said_on(form, _REFUSED):
            made = ask(clients().led_sessions.BookSession, message).session
    except Refused as refused:
        return _shown(session_id, form, refused.status)
    if made.mine == pb.BOOKING_STATUS_BOOKED:
        flash(gettext("You are booked."), "success")
    else:
        flash(
            gettext("You are on the waiting list. We mail you if a place becomes free."), "success"
        )
    return redirect(address("sessions.session", session_id=session_id))


@led_sessions_pages.post("/<uuid:session_id>/cancel")
@signed_in
def cancel(session_id: UUID) -> AnyResponse:
    """Give the place up."""
    message = pb.CancelBookingRequest(session_id=str(session_id))
    with told("BOOKING_NOT_FOUND", "SESSION_CANCELLED", "SESSION_OVER"):
        ask(clients().led_sessions.CancelBooking, message)
        flash(gettext("Your booking is cancelled."), "success")
    return redirect(address("sessions.session", session_id=session_id))


def _shown(session_id: UUID, form: Any, status: int = HTTPStatus.OK) -> Response:
    message = pb.GetSessionRequest(session_id=str(session_id))
    found = ask(clients().led_sessions.GetSession, message).session
    return page(
        "session.html",
        status,
        session=found,
        form=form,
        words=session_labels.BOOKING_STATUSES,
    )
