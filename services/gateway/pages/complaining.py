"""Complaining about how one's data is handled, and the privacy officer's answers."""

from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.identity.v1 import complaints_pb2 as pb
from services.gateway.clients import clients
from services.gateway.limits import count_contact
from services.gateway.pages import privacy_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, version_read
from services.gateway.pages.language import address, language
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

complaining = APIBlueprint("complaining", __name__, enable_openapi=False)
PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_DESK: Final = "/desk/privacy/complaints"
_NOT_MADE: Final = {"IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again.")}
_NOT_ANSWERED: Final = dict.fromkeys(("COMPLAINT_ANSWERED", "STALE_VERSION"), "")


class ComplaintForm(Form):
    """What somebody complains of."""

    about = lines(
        lazy_gettext("What is it about?"),
        most=4000,
        hint=lazy_gettext("Say what happened, and what would put it right."),
        render_kw={"rows": 8},
    )
    email = line(
        lazy_gettext("E-mail address"),
        most=254,
        hint=lazy_gettext("We tell you there that it arrived, and what came of it."),
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class OutcomeForm(Form):
    """What its person is told."""

    outcome = lines(
        lazy_gettext("What came of it?"),
        most=4000,
        hint=lazy_gettext("The person is told in these words."),
        render_kw={"rows": 8},
    )


@complaining.get("/complain")
def form() -> Response:
    """Ask what it is about."""
    return page("complain.html", form=ComplaintForm())


@complaining.post("/complain")
def complain() -> AnyResponse:
    """Take it."""
    said, status = ComplaintForm(), int(HTTPStatus.BAD_REQUEST)
    if said.validate():
        count_contact(said.email.data)
        message = pb.MakeComplaintRequest(
            email=said.email.data.strip(),
            about=said.about.data,
            language=language(),
            idempotency_key=said.key.data,
        )
        try:
            with said_on(said, _NOT_MADE):
                made = ask(clients().complaints.MakeComplaint, message)
            return page("complained.html", HTTPStatus.ACCEPTED, reference=made.complaint_id)
        except Refused as refused:
            status = refused.status
            said.key.data = str(uuid4())
    return page("complain.html", status, form=said)


@complaining.get(_DESK)
@signed_in
def queue() -> Response:
    """Show what waits for an answer, or everything."""
    everything = request.args.get("all") == "1"
    message = pb.ListComplaintsRequest(
        only_open=not everything,
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    found = ask(clients().complaints.ListComplaints, message)
    return page("desk_complaints.html", found=found, everything=everything, words=privacy_labels)


@complaining.get(f"{_DESK}/<uuid:complaint_id>/outcome")
@signed_in
def outcome_form(complaint_id: UUID) -> Response:
    """Ask what came of it."""
    return _outcome(complaint_id, OutcomeForm(), request.args.get("version", "")[:18])


@complaining.post(f"{_DESK}/<uuid:complaint_id>/outcome")
@signed_in
def answer(complaint_id: UUID) -> AnyResponse:
    """Tell its person."""
    said, status = OutcomeForm(), int(HTTPStatus.BAD_REQUEST)
    if said.validate():
        message = pb.AnswerComplaintRequest(
            complaint_id=str(complaint_id),
            expected_version=version_read(),
            outcome=said.outcome.data,
        )
        try:
            with said_on(said, _NOT_ANSWERED):
                ask(clients().complaints.AnswerComplaint, message)
            flash(gettext("The outcome is told by mail."), "success")
            return redirect(address("complaining.queue"))
        except Refused as refused:
            status = refused.status
    return _outcome(complaint_id, said, request.form.get("version", "")[:18], status)


def _outcome(complaint_id: UUID, said: Form, version: str, status: int = 200) -> Response:
    return page(
        "desk_complaint_outcome.html",
        status,
        form=said,
        complaint_id=complaint_id,
        version=version,
    )
