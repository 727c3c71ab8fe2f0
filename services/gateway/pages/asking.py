"""Asking an expert: what that is, the question, and its thread as its asker reads it."""

from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, g, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from isp.engagement.v1 import engagement_pb2 as pb
from isp.engagement.v1 import question_pb2
from isp.identity.v1 import identity_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, version_read
from services.gateway.pages.language import address, language, of_document
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

asking = APIBlueprint("asking", __name__, url_prefix="/ask", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
STANDS: Final = lazy_gettext("It is shown below as it stands now; what you typed is kept.")
CHANGED: Final = {
    "STALE_VERSION": STANDS,
    "ILLEGAL_TRANSITION": STANDS,
    "THREAD_FULL": "",
}
"""Why a change of a question was refused, where its page says so."""

_KEPT_SECONDS: Final = 300
_SENT_BEFORE: Final = "IDEMPOTENCY_KEY_REUSED"
_NOT_SENT: Final = {
    "TOO_MANY_OPEN_QUESTIONS": lazy_gettext("What you typed is kept."),
    _SENT_BEFORE: lazy_gettext(
        "You sent this form before, with other words: see your questions. Send it again to ask"
        " this one too."
    ),
}
_CHOOSE: Final = InputRequired(lazy_gettext("choose one"))


def _me() -> identity_pb2.Subscriber:
    """Return what is known of the visitor; nothing while identity is away: it is only for order."""
    if "asker" not in g:
        found = part(lambda: ask(clients().identity.GetMe, identity_pb2.GetMeRequest()).subscriber)
        g.asker = found or identity_pb2.Subscriber()
    me: identity_pb2.Subscriber = g.asker
    return me


def _own_first(own: list[str], every: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the visitor's own choices, marked, and then all the others."""
    mine = [(code, gettext("%(name)s (yours)", name=name)) for code, name in every if code in own]
    return [("", gettext("Choose one")), *mine, *(each for each in every if each[0] not in own)]


def _only(own: list[str]) -> str:
    return own[0] if len(own) == 1 else ""


class QuestionForm(Form):
    """A question."""

    title = line(
        lazy_gettext("What it is about"),
        most=120,
        hint=lazy_gettext("In one line. For example: Parcels that nobody ordered."),
    )
    text = lines(
        lazy_gettext("Your question"),
        most=4000,
        hint=lazy_gettext(
            "Name nobody, and leave out telephone numbers and addresses: the expert does not need"
            " them."
        ),
        render_kw={"rows": 8},
    )
    region = list_of(
        lazy_gettext("Which region it is about"),
        lambda: _own_first(list(_me().regions), labels.regions()),
        default=lambda: _only(list(_me().regions)),
        validators=[_CHOOSE],
    )
    sector = list_of(
        lazy_gettext("Which kind of business it is about"),
        lambda: _own_first(list(_me().sectors), labels.sectors()),
        default=lambda: _only(list(_me().sectors)),
        validators=[_CHOOSE],
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class FollowUp(Form):
    """What an asker adds."""

    text = lines(
        lazy_gettext("What you want to add"),
        most=4000,
        hint=lazy_gettext("Name nobody."),
        render_kw={"rows": 6},
    )


def _terms() -> pb.GetAskingTermsResponse:
    message = pb.GetAskingTermsRequest(language=of_document(language()))
    terms: pb.GetAskingTermsResponse = ask(clients().engagement.GetAskingTerms, message)
    return terms


@asking.get("")
def ask_page() -> Response:
    """Say whom to call in an emergency, and then what asking an expert is."""
    terms = part(_terms)
    shown = page("ask.html", terms=terms)
    return shown if terms is None else public(shown, _KEPT_SECONDS)


@asking.get("/new")
@signed_in
def new_question() -> Response:
    """Ask for a question."""
    return _form_page(QuestionForm())


@asking.post("/new")
@signed_in
def send_question() -> Response:
    """Send a question; the answer says first what the service wants to be seen first.

    It comes without a redirect: sent again, the same key gives the same question.
    """
    form = QuestionForm()
    if not form.validate():
        return _form_page(form, HTTPStatus.BAD_REQUEST)
    message = pb.AskExpertRequest(
        title=form.title.data,
        text=form.text.data,
        region=form.region.data,
        sector=form.sector.data,
        language=of_document(language()),
        idempotency_key=form.key.data,
    )
    try:
        with said_on(form, _NOT_SENT):
            asked = ask(clients().engagement.AskExpert, message)
    except Refused as refused:
        if refused.status == HTTPStatus.CONFLICT:
            form.key.data = str(uuid4())
        return _form_page(form, refused.status)
    return page("asked.html", asked=asked, question=asked.question)


def _form_page(form: QuestionForm, status: int = HTTPStatus.OK) -> Response:
    return page("ask_new.html", status, form=form, terms=part(_terms))


@asking.get("/questions")
@signed_in
def my_questions() -> Response:
    """Show what the visitor asked, newest first."""
    message = pb.ListMyQuestionsRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    return page("questions.html", found=ask(clients().engagement.ListMyQuestions, message))


@asking.get("/questions/<uuid:question_id>")
@signed_in
def question(question_id: UUID) -> AnyResponse:
    """Show a question of the visitor's own with its thread."""
    found = read(question_id)
    if not found.asked_by_you:
        return redirect(address("questions_desk.question", question_id=question_id))
    return page("question.html", question=found, form=FollowUp())


@asking.post("/questions/<uuid:question_id>")
@signed_in
def act(question_id: UUID) -> AnyResponse:
    """Ask further or close, on the version that the page showed."""
    form = FollowUp()
    closing = request.form.get("do") == "close"
    if not closing and request.form.get("do") != "further":
        raise BadRequest
    if not closing and not form.validate():
        return _refused(question_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, CHANGED):
            return _close(question_id) if closing else _ask_further(question_id, form)
    except Refused as refused:
        return _refused(question_id, form, refused.status)


def _ask_further(question_id: UUID, form: FollowUp) -> AnyResponse:
    message = pb.AskFurtherRequest(
        question_id=str(question_id), expected_version=version_read(), text=form.text.data
    )
    asked = ask(clients().engagement.AskFurther, message)
    return page("asked.html", asked=asked, question=asked.question)


def _close(question_id: UUID) -> AnyResponse:
    message = pb.CloseQuestionRequest(question_id=str(question_id), expected_version=version_read())
    ask(clients().engagement.CloseQuestion, message)
    flash(gettext("The question is closed."), "success")
    return redirect(address("asking.question", question_id=question_id))


def _refused(question_id: UUID, form: FollowUp, status: int) -> Response:
    return page("question.html", status, question=read(question_id), form=form)


def read(question_id: UUID) -> question_pb2.Question:
    """Return a question that the visitor may know of."""
    message = pb.GetQuestionRequest(question_id=str(question_id))
    found: question_pb2.Question = ask(clients().engagement.GetQuestion, message).question
    return found
