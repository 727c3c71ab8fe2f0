"""Answering a module's questions: begun, kept as one goes on, marked by training, read again."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, jsonify, redirect, request, session
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.training.v1 import assessment_pb2, enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, many_of, one_of, shown_on
from services.gateway.pages.language import address
from services.gateway.pages.learning import course_of, key_sent, module_of, newest_of
from services.gateway.pages.problem_pages import meaning_of
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in

assessment = APIBlueprint(
    "assessment", __name__, url_prefix="/<uuid:course_id>/<uuid:module_id>", enable_openapi=False
)

_MARKED: Final = "marked"
"""In the session: the attempt that was marked last, with its questions and what was answered."""

_UNANSWERED: Final = lazy_gettext("choose an answer")
_SEVERAL: Final = lazy_gettext("Choose every answer that is right.")
_STEP: Final = lazy_gettext("Choose one answer. It stands: what comes next hangs on it.")
_NOT_ENDED: Final = lazy_gettext("make your choice with the button below it, until the story ends")
_ONE: Final = lazy_gettext("Choose one answer.")


class Questions(Form):
    """An attempt; its questions are added as they were drawn, and one notice stands below them."""

    attempt = HiddenField(validators=[Length(max=36)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def form_of(attempt: enrolment_pb2.Attempt) -> Any:
    """Return the form of an attempt: a group of choices for each question, in the order drawn."""
    fields: dict[str, Any] = {
        name: _group(number, question)
        for number, (name, question) in enumerate(_named(attempt), start=1)
        if not question.steps or waiting_in(question)
    }
    fields["attempt"] = HiddenField(default=attempt.attempt_id, validators=[Length(max=36)])
    return type("Drawn", (Questions,), fields)()


def _named(attempt: enrolment_pb2.Attempt) -> list[tuple[str, enrolment_pb2.Question]]:
    """Return each question with the name of its field."""
    return [(f"q{number}", each) for number, each in enumerate(attempt.questions, start=1)]


def waiting_in(question: enrolment_pb2.Question) -> enrolment_pb2.ScenarioStep | None:
    """Return the step of a scenario that waits for a choice; None where it came to its end."""
    return next((each for each in question.steps if not each.taken), None)


def _group(number: int, question: enrolment_pb2.Question) -> Any:
    step = waiting_in(question)
    if step is not None:
        choices = [(each.choice_id, each.text) for each in step.choices]
        return one_of(step.text, choices, hint=_STEP, missing=_UNANSWERED)
    label = f"{number}. {question.text}"
    choices, taken = [(each.choice_id, each.text) for each in question.choices], question.taken
    if question.several:
        more = {"least": 1, "too_few": _UNANSWERED, "default": list(taken)}
        return many_of(label, choices, hint=_SEVERAL, **more)
    kept = taken[0] if taken else None
    return one_of(label, choices, hint=_ONE, missing=_UNANSWERED, default=kept)


def _taken(attempt: enrolment_pb2.Attempt, form: Any) -> list[list[str]]:
    """Return the choices taken, question by question; of a scenario those that training has."""
    return [
        [step.taken for step in question.steps if step.taken]
        if question.steps
        else [*form[name].data]
        if question.several
        else [form[name].data]
        for name, question in _named(attempt)
    ]


@assessment.post("")
@signed_in
def begin(course_id: UUID, module_id: UUID) -> AnyResponse:
    """Start an attempt, or go on with the one that waits, and go to its questions."""
    mine = newest_of(course_id)
    if mine is None:
        return redirect(address("learning.course", course_id=course_id))
    message = pb.StartAttemptRequest(
        enrolment_id=mine.enrolment_id, module_id=str(module_id), idempotency_key=key_sent()
    )
    with told("ENROLMENT_CLOSED", "MODULE_PASSED", "COURSE_WITHDRAWN"):
        ask(clients().training.StartAttempt, message)
        return redirect(_to("learning.assessment.questions", course_id, module_id))
    return redirect(_to("learning.module", course_id, module_id))


@assessment.get("/questions")
@signed_in
def questions(course_id: UUID, module_id: UUID) -> AnyResponse:
    """Show the questions of the attempt that waits for answers."""
    read = module_of(course_id, module_id)
    if not read.HasField("open_attempt"):
        ran_out = read.HasField("last_result") and read.last_result.timed_out
        shown = "learning.assessment.marked" if ran_out else "learning.module"
        return redirect(_to(shown, course_id, module_id))
    return _asked(course_id, read, form_of(read.open_attempt))


@assessment.post("/questions/saved")
@signed_in
def save(course_id: UUID, module_id: UUID) -> AnyResponse:
    """Keep what is answered so far; a script hears how much, a person is told on the same page."""
    read = module_of(course_id, module_id)
    attempt, form = read.open_attempt, form_of(read.open_attempt)
    over = form.attempt.data != attempt.attempt_id or not read.HasField("open_attempt")
    answers = [] if over else _answered(attempt)
    if answers:
        message = assessment_pb2.SaveAnswersRequest(attempt_id=attempt.attempt_id, answers=answers)
        kept = ask(clients().assessment.SaveAnswers, message)
        attempt, over = kept.attempt, kept.over
    if request.accept_mimetypes.best == "application/json":
        return jsonify({"over": over, "saved": sum(bool(each.taken) for each in attempt.questions)})
    if not over:
        said = gettext("Your answers are saved. You can go on later, here or on another device.")
        flash(said, "success")
    return redirect(_to("learning.assessment.questions", course_id, module_id))


@assessment.post("/questions/step")
@signed_in
def choose(course_id: UUID, module_id: UUID) -> AnyResponse:
    """Make the choice at the step of a scenario whose button was pressed; the rest is saved too."""
    read = module_of(course_id, module_id)
    attempt, form = read.open_attempt, form_of(read.open_attempt)
    pressed = request.form.get("step", "")
    question = dict(_named(attempt)).get(pressed)
    step = waiting_in(question) if question else None
    if form.attempt.data != attempt.attempt_id or question is None or step is None:
        return redirect(_to("learning.assessment.questions", course_id, module_id))
    if not form[pressed].validate(form):
        return _asked(course_id, read, form, HTTPStatus.BAD_REQUEST)
    if answers := _answered(attempt):
        message = assessment_pb2.SaveAnswersRequest(attempt_id=attempt.attempt_id, answers=answers)
        ask(clients().assessment.SaveAnswers, message)
    made = assessment_pb2.AnswerStepRequest(
        attempt_id=attempt.attempt_id,
        question_id=question.question_id,
        step_id=step.step_id,
        choice_id=form[pressed].data,
    )
    with told("STEP_ANSWERED", "STEP_NOT_REACHED"):
        ask(clients().assessment.AnswerStep, made)
    page_of_it = _to("learning.assessment.questions", course_id, module_id)
    return redirect(f"{page_of_it}#{pressed}-story")


def _answered(attempt: enrolment_pb2.Attempt) -> list[enrolment_pb2.Answer]:
    """Return what a form answers; a question that it leaves blank only if it says it changed."""
    changed, answers = request.form.get("changed", ""), []
    for name, question in _named(attempt):
        if question.steps:
            continue
        there = {each.choice_id for each in question.choices}
        taken = [each for each in request.form.getlist(name) if each in there]
        if (taken and changed in {"", name}) or changed == name:
            answers.append(enrolment_pb2.Answer(question_id=question.question_id, choice_ids=taken))
    return answers


@assessment.post("/questions")
@signed_in
def hand_in(course_id: UUID, module_id: UUID) -> AnyResponse:
    """Hand the answers in, and go to how they were marked."""
    read = module_of(course_id, module_id)
    attempt, form = read.open_attempt, form_of(read.open_attempt)
    if form.attempt.data != attempt.attempt_id or not read.HasField("open_attempt"):
        return _another(course_id, read, form.attempt.data)
    good = form.validate()
    for name, question in _named(attempt):
        if question.steps and waiting_in(question):
            form[name].errors, good = [_NOT_ENDED], False
    if not good:
        return _asked(course_id, read, form, HTTPStatus.BAD_REQUEST)
    message = pb.SubmitAnswersRequest(
        attempt_id=attempt.attempt_id,
        answers=[
            enrolment_pb2.Answer(question_id=question.question_id, choice_ids=taken)
            for question, taken in zip(attempt.questions, _taken(attempt, form), strict=True)
            if not question.steps
        ],
        idempotency_key=form.key.data,
    )
    try:
        with told("ATTEMPT_SUBMITTED", "ENROLMENT_CLOSED", "COURSE_WITHDRAWN"), shown_on(form):
            result = ask(clients().training.SubmitAnswers, message).result
            late = [list(each.taken) for each in attempt.questions]
            _keep(attempt, result, late if result.timed_out else _taken(attempt, form))
            return redirect(_to("learning.assessment.marked", course_id, module_id))
    except Refused as refused:
        return _asked(course_id, read, form, refused.status)
    return redirect(_to("learning.module", course_id, module_id))


@assessment.get("/marked")
@signed_in
def marked(course_id: UUID, module_id: UUID) -> AnyResponse:
    """Show how the last attempt was marked, question by question, and what comes next."""
    kept = _kept(module_id) or _marked_last(module_of(course_id, module_id))
    if kept is None:
        return redirect(_to("learning.module", course_id, module_id))
    attempt, result, taken = kept
    by_question = {each.question_id: each for each in result.questions}
    rows = [
        (question, by_question[question.question_id], set(chosen))
        for question, chosen in zip(attempt.questions, taken, strict=True)
        if question.question_id in by_question
    ]
    return page(
        "marked.html",
        course=course_of(course_id),
        mine=newest_of(course_id),
        result=result,
        rows=rows,
    )


def _another(course_id: UUID, read: pb.GetModuleResponse, sent: str | None) -> AnyResponse:
    """Say that the attempt answered is not the one that waits: it was handed in before."""
    module_id = UUID(read.module.summary.module_id)
    kept = _kept(module_id)
    if read.HasField("open_attempt"):
        form = form_of(read.open_attempt)
        fresh = gettext("Below are the questions of a new attempt; they have not been answered.")
        form.process(data={})
        form.form_errors = [f"{meaning_of('ATTEMPT_SUBMITTED')} {fresh}"]
        return _asked(course_id, read, form, HTTPStatus.CONFLICT)
    flash(meaning_of("ATTEMPT_SUBMITTED"), "important")
    seen = kept[0].attempt_id if kept else read.last_attempt.attempt_id
    shown = bool(sent) and seen == sent
    ended = "learning.assessment.marked" if shown else "learning.module"
    return redirect(_to(ended, course_id, module_id))


def _asked(
    course_id: UUID, read: pb.GetModuleResponse, form: Any, status: int = HTTPStatus.OK
) -> Response:
    named = _named(read.open_attempt)
    return page(
        "questions_asked.html",
        status,
        course=course_of(course_id),
        read=read,
        form=form,
        named=named,
        waiting_in=waiting_in,
        seconds_left=_seconds_left(read.open_attempt),
    )


def _seconds_left(attempt: enrolment_pb2.Attempt) -> int | None:
    """Return how many seconds an attempt has left; None where it has no limit."""
    if not attempt.HasField("due_at"):
        return None
    left = attempt.due_at.ToDatetime(tzinfo=UTC) - datetime.now(UTC)
    return max(0, int(left.total_seconds()))


def _marked_last(
    read: pb.GetModuleResponse,
) -> tuple[enrolment_pb2.Attempt, enrolment_pb2.AttemptResult, list[list[str]]] | None:
    """Return what training says was marked last: by the clock, or on another device."""
    if not read.HasField("last_attempt"):
        return None
    taken = [list(each.taken) for each in read.last_attempt.questions]
    return read.last_attempt, read.last_result, taken


def _keep(
    attempt: enrolment_pb2.Attempt, result: enrolment_pb2.AttemptResult, taken: list[list[str]]
) -> None:
    session[_MARKED] = {
        "attempt": attempt.SerializeToString(),
        "result": result.SerializeToString(),
        "taken": taken,
    }


def _kept(
    module_id: UUID,
) -> tuple[enrolment_pb2.Attempt, enrolment_pb2.AttemptResult, list[list[str]]] | None:
    """Return the attempt that was marked last, if it was at this module."""
    kept = session.get(_MARKED)
    if kept is None:
        return None
    attempt = enrolment_pb2.Attempt.FromString(kept["attempt"])
    if attempt.module_id != str(module_id):
        return None
    return attempt, enrolment_pb2.AttemptResult.FromString(kept["result"]), kept["taken"]


def _to(endpoint: str, course_id: UUID, module_id: UUID) -> str:
    return address(endpoint, course_id=course_id, module_id=module_id)
