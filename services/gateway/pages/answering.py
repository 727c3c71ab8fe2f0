"""Answering an alert: by the link of a mail or text, or signed in from the alert's page.

A link that is opened counts nothing: mail scanners open links. The answer is a press of a button.
Whoever needs help reads first that this calls nobody.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

import grpc
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from chassis.rpc_errors import refusal_of
from isp.alerts.v1 import answers_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line
from services.gateway.pages.language import address
from services.gateway.pages.problem_pages import meaning_of
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in
from services.gateway.problems import of_remote

answering = APIBlueprint("answering", __name__, url_prefix="/alerts", enable_openapi=False)

_LONGEST_TOKEN: Final = 200
_OVER: Final = frozenset(
    {
        "ANSWER_LINK_REFUSED",
        "ANSWER_LINK_ENDED",
        "ANSWER_LINK_OF_ANOTHER_ALERT",
        "ANSWER_NOT_ASKED",
        "ANSWERS_CLOSED",
        "INVALID",
    }
)
"""Why nobody can answer any more: a page of its own says so."""

_AGAIN: Final = {
    "HELP_NOT_STAFFED": "",
    "TOO_MANY_ANSWERS": "",
    "STALE_VERSION": lazy_gettext("Press the button again."),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Press the button again."),
}
"""What the page itself says, where pressing again may help."""

SAID_BY_THE_SERVICE: Final = lazy_gettext("must be a telephone number, or empty")
"""What alerts says of a field, so that it has its Welsh."""

WITHOUT_HELP: Final = ("SAFE", "NOT_AFFECTED")
HELP: Final = "NEED_HELP"


class AnswerForm(Form):
    """One press; a number for whoever needs help."""

    call_back = line(
        lazy_gettext("Telephone number on which you can be reached"),
        most=20,
        required=False,
        hint=lazy_gettext("Only the officer who takes your call sees it."),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def _token() -> str:
    return (request.form.get("token") or request.args.get("token", ""))[:_LONGEST_TOKEN] or "-"


def _said() -> pb.Answer.ValueType:
    """Return the answer of the pressed button.

    Raises:
        BadRequest: no button of ours says this.
    """
    said = request.form.get("answer", "")
    if said not in {*WITHOUT_HELP, HELP}:
        raise BadRequest
    return pb.Answer.Value(f"ANSWER_{said}")


def over(error: grpc.RpcError) -> Response:
    """Return the page of what cannot be answered any more, or raise what it is not about."""
    problem = of_remote(refusal_of(error))
    if problem.reason not in _OVER:
        raise error
    reason = "ANSWER_LINK_REFUSED" if problem.reason == "INVALID" else problem.reason
    status = HTTPStatus.NOT_FOUND if problem.reason == "INVALID" else problem.status
    return page("answer_over.html", int(status), why=meaning_of(reason))


def _shown(template: str, form: AnswerForm, status: int = 200) -> Response:
    """Return a page of a link."""
    try:
        shown = ask(clients().answers.GetAnswerLink, pb.GetAnswerLinkRequest(link=_token()))
    except grpc.RpcError as error:
        return over(error)
    return page(template, status, shown=shown, form=form, token=_token(), alert_id=None)


@answering.get("/answer")
def by_link() -> Response:
    """Ask what is so; this counts nothing."""
    return _shown("answer.html", AnswerForm())


@answering.get("/answer/help")
def help_by_link() -> Response:
    """Say that this calls nobody, and then offer it."""
    return _shown("answer_help.html", AnswerForm())


@answering.post("/answer")
def answer_by_link() -> AnyResponse:
    """Keep the answer, and show it."""
    form, said = AnswerForm(), _said()
    message = pb.AnswerByLinkRequest(
        link=_token(),
        alert_id=request.form.get("alert_id", "")[:36],
        answer=said,
        call_back=form.call_back.data or "",
        idempotency_key=form.key.data or "",
    )
    template = "answer_help.html" if said == pb.ANSWER_NEED_HELP else "answer.html"
    refused = _asked(form, lambda: ask(clients().answers.AnswerByLink, message))
    if isinstance(refused, Response):
        return refused
    if refused is not None:
        return _shown(template, form, refused)
    return redirect(address("answering.by_link", token=_token()), 303)


@answering.get("/<uuid:alert_id>/help")
@signed_in
def help_by_account(alert_id: UUID) -> Response:
    """Say that this calls nobody, and then offer it."""
    return _mine("answer_help.html", alert_id, AnswerForm())


@answering.post("/<uuid:alert_id>/answer")
@signed_in
def answer_by_account(alert_id: UUID) -> AnyResponse:
    """Keep the answer, and show it on the alert's page."""
    form, said = AnswerForm(), _said()
    message = pb.AnswerAlertRequest(
        alert_id=str(alert_id),
        answer=said,
        call_back=form.call_back.data or "",
        idempotency_key=form.key.data or "",
    )
    refused = _asked(form, lambda: ask(clients().answers.AnswerAlert, message))
    if isinstance(refused, Response):
        return refused
    if refused is not None:
        return _mine("answer_help.html", alert_id, form, refused)
    return redirect(address("alerts.alert_page", alert_id=alert_id, _anchor="answer"), 303)


def my_answer(alert_id: str) -> pb.GetMyAnswerResponse:
    """Return what the visitor answered, and whether they are asked."""
    message = pb.GetMyAnswerRequest(alert_id=alert_id)
    mine: pb.GetMyAnswerResponse = ask(clients().answers.GetMyAnswer, message)
    return mine


def _mine(template: str, alert_id: UUID, form: AnswerForm, status: int = 200) -> Response:
    shown = my_answer(str(alert_id))
    if not shown.asked:
        return page("answer_over.html", HTTPStatus.CONFLICT, why=meaning_of("ANSWERS_CLOSED"))
    return page(template, status, shown=shown, form=form, token=None, alert_id=alert_id)


def _asked(form: AnswerForm, answer: Callable[[], Any]) -> Response | int | None:
    """Send an answer: None if it was kept, a page, or the status with which the form says why."""
    try:
        with said_on(form, _AGAIN):
            answer()
    except Refused as refused:
        form.key.data = str(uuid4())
        return refused.status
    except grpc.RpcError as error:
        return over(error)
    return None


@answering.post("/<uuid:alert_id>/report")
@signed_in
def report(alert_id: UUID) -> AnyResponse:
    """Keep one tap, and go back to the alert."""
    message = pb.ReportSituationRequest(
        alert_id=str(alert_id),
        kind=request.form.get("kind", "")[:40] or "-",
        idempotency_key=request.form.get("key", ""),
    )
    try:
        with told("TOO_MANY_REPORTS", "STALE_VERSION"):
            ask(clients().answers.ReportSituation, message)
            flash(gettext("Thank you: those who work on it see it. In danger call 999."), "success")
    except grpc.RpcError as error:
        return over(error)
    return redirect(address("alerts.alert_page", alert_id=alert_id, _anchor="situation"), 303)
