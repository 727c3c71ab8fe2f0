"""The privacy officer's desk: requests about people's data, and their clocks."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.identity.v1 import privacy_requests_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import privacy_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

privacy_desk = APIBlueprint(
    "privacy_desk", __name__, url_prefix="/desk/privacy", enable_openapi=False
)
PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be a day of the last three years"),
    lazy_gettext("must be a day, as YYYY-MM-DD"),
)
"""What identity says of these fields, so that it has its Welsh."""

_NOT_MADE: Final = {
    "SUBSCRIBER_NOT_FOUND": lazy_gettext("Nobody has an account with that address."),
    **dict.fromkeys(("OWN_PRIVACY_REQUEST", "PRIVACY_REQUEST_OPEN"), ""),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_NOT_LONGER: Final = {
    **dict.fromkeys(
        (
            *("ALREADY_EXTENDED", "EXTENSION_TOO_LATE", "PRIVACY_REQUEST_CLOSED"),
            "STALE_VERSION",
        ),
        "",
    ),
}


class RecordedForm(Form):
    """What an officer received."""

    email = line(
        lazy_gettext("E-mail address of their account"),
        most=254,
        hint=lazy_gettext("Make sure that it is the person who asks: call back, or write to them."),
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    kind = one_of(lazy_gettext("What do they ask for?"), list(privacy_labels.KINDS.items()))
    received = one_of(lazy_gettext("How did it come?"), list(privacy_labels.WAYS.items())[1:-1])
    received_on = line(
        lazy_gettext("On which day did it come?"),
        most=10,
        hint=lazy_gettext("For example 31/12/2026. Its time runs from that day."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class LongerForm(Form):
    """Why an answer takes longer."""

    because = lines(
        lazy_gettext("Why does it take longer?"),
        most=1000,
        hint=lazy_gettext("The person is told in these words. It must be complex, not just much."),
        render_kw={"rows": 4},
    )


@privacy_desk.get("")
@signed_in
def queue() -> Response:
    """Show what waits for an answer, or everything."""
    everything = request.args.get("all") == "1"
    message = pb.ListPrivacyRequestsRequest(
        only_open=not everything,
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    found = ask(clients().privacy_requests.ListPrivacyRequests, message)
    return page("desk_privacy.html", found=found, everything=everything, words=privacy_labels)


@privacy_desk.get("/new")
@signed_in
def new_request() -> Response:
    """Ask what came."""
    return page("desk_privacy_new.html", form=RecordedForm())


@privacy_desk.post("/new")
@signed_in
def record() -> AnyResponse:
    """Enter it."""
    form, status = RecordedForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate() and (day := _day(form)) is not None:
        message = pb.RecordPrivacyRequestRequest(
            email=form.email.data.strip(),
            kind=pb.PrivacyRequestKind.Value(f"PRIVACY_REQUEST_KIND_{form.kind.data}"),
            received=pb.RequestReceived.Value(f"REQUEST_RECEIVED_{form.received.data}"),
            received_on=day.isoformat(),
            idempotency_key=form.key.data,
        )
        try:
            with said_on(form, _NOT_MADE):
                ask(clients().privacy_requests.RecordPrivacyRequest, message)
            flash(gettext("The request is entered, and its person is told by mail."), "success")
            return redirect(address("privacy_desk.queue"))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("desk_privacy_new.html", status, form=form)


@privacy_desk.get("/<uuid:request_id>/longer")
@signed_in
def longer_form(request_id: UUID) -> Response:
    """Ask why it takes longer."""
    return _longer(request_id, LongerForm(), request.args.get("version", "")[:18])


@privacy_desk.post("/<uuid:request_id>/longer")
@signed_in
def longer(request_id: UUID) -> AnyResponse:
    """Take further months."""
    form, status = LongerForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.ExtendPrivacyRequestRequest(
            request_id=str(request_id),
            expected_version=version_read(),
            because=form.because.data,
        )
        try:
            with said_on(form, _NOT_LONGER):
                ask(clients().privacy_requests.ExtendPrivacyRequest, message)
            flash(gettext("It may take longer, and its person is told why."), "success")
            return redirect(address("privacy_desk.queue"))
        except Refused as refused:
            status = refused.status
    return _longer(request_id, form, request.form.get("version", "")[:18], status)


def _longer(request_id: UUID, form: Form, version: str, status: int = 200) -> Response:
    return page(
        "desk_privacy_longer.html", status, form=form, request_id=request_id, version=version
    )


def _day(form: Any) -> date | None:
    """Return the day that was typed, or None with the error at its field."""
    try:
        return datetime.strptime(form.received_on.data.strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        form.received_on.errors = [gettext("must be a day, like 31/12/2027")]
        return None
