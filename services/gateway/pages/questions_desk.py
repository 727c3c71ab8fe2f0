"""The desk of the experts: what waits for them, what they hold, and a question on it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import ValidationError

from isp.engagement.v1 import engagement_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.asking import CHANGED, LONGEST_TOKEN, PAGE_SIZE, STANDS, read
from services.gateway.pages.forms import Form, Refused, lines, list_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

questions_desk = APIBlueprint(
    "questions_desk", __name__, url_prefix="/desk/questions", enable_openapi=False
)

REFUSED: Final = CHANGED | {"QUESTION_HELD": STANDS, "NOT_THE_HOLDER": STANDS, "OWN_QUESTION": ""}
"""Why an expert's deed was refused, where the question's page says so."""


def _somewhere_else(form: Form, _field: Any) -> None:
    if not (form["region"].data or form["sector"].data):
        raise ValidationError(gettext("choose another region or another kind of business"))


def _or_as_it_is(every: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [("", gettext("As it is now")), *every()]


class DeskForm(Form):
    """What an expert answers, or tells the next one."""

    text = lines(lazy_gettext("Your answer"), most=10_000, render_kw={"rows": 10})
    region = list_of(
        lazy_gettext("Region"),
        lambda: _or_as_it_is(labels.regions),
        validators=[_somewhere_else],
    )
    sector = list_of(lazy_gettext("Sector"), lambda: _or_as_it_is(labels.sectors))
    note = lines(
        lazy_gettext("What the next expert should know"),
        most=1000,
        hint=lazy_gettext("The asker does not see it."),
        render_kw={"rows": 4},
    )


@questions_desk.get("")
@signed_in
def queue() -> Response:
    """Show what waits for the expert, urgent ones first, then who waits longest."""
    return _list(held=False)


@questions_desk.get("/held")
@signed_in
def held() -> Response:
    """Show what the expert holds."""
    return _list(held=True)


def _list(*, held: bool) -> Response:
    message = pb.ListQueueRequest(
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
        held_by_you=held,
    )
    found = ask(clients().engagement.ListQueue, message)
    return page("desk_questions.html", found=found, held=held)


@questions_desk.get("/<uuid:question_id>")
@signed_in
def question(question_id: UUID) -> AnyResponse:
    """Show a question with its thread, and what the expert can do with it."""
    found = read(question_id)
    if found.asked_by_you:
        return redirect(address("asking.question", question_id=question_id))
    return page("desk_question.html", question=found, form=DeskForm())


@questions_desk.post("/<uuid:question_id>")
@signed_in
def act(question_id: UUID) -> AnyResponse:
    """Do what the pressed button says, on the version that the page showed."""
    form = DeskForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said, stays = done
    wrong = [name for name in needed if not form[name].validate(form)]
    if wrong:
        return _refused(question_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, REFUSED):
            deed(str(question_id), form)
    except Refused as refused:
        return _refused(question_id, form, refused.status)
    flash(str(said), "success")
    if stays:
        return redirect(address("questions_desk.question", question_id=question_id))
    return redirect(address("questions_desk.queue"))


def _refused(question_id: UUID, form: DeskForm, status: int) -> Response:
    return page("desk_question.html", status, question=read(question_id), form=form)


def _claim(question_id: str, _: DeskForm) -> None:
    ask(
        clients().engagement.ClaimQuestion,
        pb.ClaimQuestionRequest(question_id=question_id, expected_version=version_read()),
    )


def _release(question_id: str, _: DeskForm) -> None:
    ask(
        clients().engagement.ReleaseQuestion,
        pb.ReleaseQuestionRequest(question_id=question_id, expected_version=version_read()),
    )


def _answer(question_id: str, form: DeskForm) -> None:
    ask(
        clients().engagement.AnswerQuestion,
        pb.AnswerQuestionRequest(
            question_id=question_id, expected_version=version_read(), text=form.text.data
        ),
    )


def _hand_over(question_id: str, form: DeskForm) -> None:
    ask(
        clients().engagement.HandOverQuestion,
        pb.HandOverQuestionRequest(
            question_id=question_id,
            expected_version=version_read(),
            region=form.region.data,
            sector=form.sector.data,
            note=form.note.data,
        ),
    )


def _close(question_id: str, _: DeskForm) -> None:
    ask(
        clients().engagement.CloseQuestion,
        pb.CloseQuestionRequest(question_id=question_id, expected_version=version_read()),
    )


Deed = Callable[[str, DeskForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any, bool]]] = {
    "claim": ((), _claim, lazy_gettext("The question is yours to answer."), True),
    "release": ((), _release, lazy_gettext("The question is back in the queue."), False),
    "answer": (("text",), _answer, lazy_gettext("Your answer is sent."), True),
    "hand-over": (
        ("region", "sector", "note"),
        _hand_over,
        lazy_gettext("The question is handed over."),
        False,
    ),
    "close": ((), _close, lazy_gettext("The question is closed."), True),
}
"""What each button does: the fields it needs, the deed, what the page says after it, and whether
the question is shown then: one that was given away may not be the expert's to see any more."""
