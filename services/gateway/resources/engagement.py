"""Questions to experts by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.engagement.v1 import engagement_pb2 as pb
from isp.engagement.v1 import question_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.fields import String
from services.gateway.resources.question_json import emergency_json, question_json

engagement = APIBlueprint("engagement", __name__, url_prefix="/v1", tag="Ask an expert")

LANGUAGES: Final = ("en-GB", "cy")
SCOPES: Final = ("WAITING", "HELD")
_KEPT_SECONDS: Final = 300
_CHANGED: Final = {
    200: "The question",
    403: "Not yours to do",
    404: "None that you may know of",
    409: "Not at this point of its life",
    412: "Stale",
    428: "No If-Match",
}


class QuestionIn(Schema):
    """A question: plain text. Without region or sector it is about the asker's own."""

    title = String(required=True)
    text = String(required=True)
    region = String(load_default="", validate=Length(max=100))
    sector = String(load_default="", validate=Length(max=100))
    language = String(load_default="en-GB", validate=OneOf(LANGUAGES))


class MessageIn(Schema):
    """What to add to a thread: plain text."""

    text = String(required=True)


class HandOverIn(Schema):
    """To whom, and what they should know; the asker does not see the note."""

    region = String(load_default="", validate=Length(max=100))
    sector = String(load_default="", validate=Length(max=100))
    note = String(required=True)


class TermsQuery(Schema):
    """In which language."""

    language = String(load_default="en-GB", validate=OneOf(LANGUAGES))


class QuestionsQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class QueueQuery(QuestionsQuery):
    """Which page of what: what waits for the caller, or what they hold."""

    scope = String(load_default="WAITING", validate=OneOf(SCOPES))


def _answer(question: question_pb2.Question, **more: Any) -> Response:
    answer = jsonify(question_json(question) | more)
    return with_etag(answer, question.version)


def _asked(said: pb.AskExpertResponse | pb.AskFurtherResponse) -> Response:
    """Return a question with what its asker must be shown."""
    return _answer(
        said.question,
        emergency=emergency_json(said.emergency),
        answer_working_days=said.answer_working_days,
    )


def _page(
    page: pb.ListMyQuestionsResponse | pb.ListQueueResponse, endpoint: str, query: dict[str, Any]
) -> Response:
    following = page.next_page_token or None
    shown = [question_json(question) for question in page.questions]
    answer = jsonify({"questions": shown, "next_page_token": following})
    if following:
        place = f"{url_for(endpoint)}?{urlencode(query | {'page_token': following})}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return answer


@engagement.get("/questions/terms")
@engagement.input(TermsQuery, location="query", arg_name="said", unknown=RAISE)
@engagement.doc(
    summary="What to know before asking",
    description="The emergency words, to be shown before anything is typed; how long answers take.",
    responses={200: "The terms"},
)
def get_asking_terms(said: dict[str, Any]) -> Response:
    """Say what to know before asking."""
    message = pb.GetAskingTermsRequest(**said)
    terms = clients().call(clients().engagement.GetAskingTerms, message)
    answer = jsonify(
        {
            "emergency": emergency_json(terms.emergency),
            "answer_working_days": terms.answer_working_days,
            "longest_title": terms.longest_title,
            "longest_text": terms.longest_text,
            "most_open_questions": terms.most_open_questions,
        }
    )
    return public(answer, _KEPT_SECONDS)


@engagement.post("/questions")
@engagement.input(QuestionIn, arg_name="said")
@engagement.doc(
    summary="Ask an expert",
    description="Needs Idempotency-Key. Show `emergency`, first and large if `call_999_now`.",
    responses={
        201: "The question",
        401: "Sign in",
        403: "Not confirmed",
        409: "Key reused",
        429: "Too many under way",
    },
    security="bearer",
)
def ask_expert(said: dict[str, Any]) -> Response:
    """Ask an expert."""
    message = pb.AskExpertRequest(**said, idempotency_key=idempotency_key())
    asked = clients().call(clients().engagement.AskExpert, message)
    answer = _asked(asked)
    answer.status_code = HTTPStatus.CREATED
    place = url_for("engagement.get_question", question_id=asked.question.question_id)
    answer.headers["Location"] = place
    return answer


@engagement.get("/questions")
@engagement.input(QuestionsQuery, location="query", arg_name="said", unknown=RAISE)
@engagement.doc(
    summary="List my questions",
    description="Newest first, without their threads; Link rel=next leads on.",
    responses={200: "A page of questions", 401: "Sign in"},
    security="bearer",
)
def list_my_questions(said: dict[str, Any]) -> Response:
    """List the caller's questions."""
    message = pb.ListMyQuestionsRequest(**said)
    page = clients().call(clients().engagement.ListMyQuestions, message)
    return _page(page, "engagement.list_my_questions", said)


@engagement.get("/questions/<uuid:question_id>")
@engagement.doc(
    summary="Read a question with its thread",
    responses={200: "The question", 304: "Not changed", 404: "None that you may know of"},
    security="bearer",
)
def get_question(question_id: UUID) -> Response:
    """Read a question."""
    message = pb.GetQuestionRequest(question_id=str(question_id))
    return _answer(clients().call(clients().engagement.GetQuestion, message).question)


@engagement.post("/questions/<uuid:question_id>/follow-ups")
@engagement.input(MessageIn, arg_name="said")
@engagement.doc(
    summary="Follow up on my question",
    description="Needs If-Match. Show `emergency`, first and large if `call_999_now`.",
    responses=_CHANGED,
    security="bearer",
)
def ask_further(question_id: UUID, said: dict[str, Any]) -> Response:
    """Follow up."""
    message = pb.AskFurtherRequest(
        question_id=str(question_id), expected_version=expected_version(), **said
    )
    return _asked(clients().call(clients().engagement.AskFurther, message))


@engagement.post("/questions/<uuid:question_id>/closure")
@engagement.doc(
    summary="Close a question",
    description="Its asker or the expert who holds it. Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def close_question(question_id: UUID) -> Response:
    """Close a question."""
    message = pb.CloseQuestionRequest(
        question_id=str(question_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().engagement.CloseQuestion, message).question)


@engagement.get("/expert/queue")
@engagement.input(QueueQuery, location="query", arg_name="said", unknown=RAISE)
@engagement.doc(
    summary="What waits for an expert, or what they hold",
    description="Urgent ones first, then who waits longest; Link rel=next leads on.",
    responses={200: "A page of questions", 403: "Not an expert"},
    security="bearer",
)
def list_queue(said: dict[str, Any]) -> Response:
    """List what waits for the caller, or what they hold."""
    message = pb.ListQueueRequest(
        page_size=said["page_size"],
        page_token=said["page_token"],
        held_by_you=said["scope"] == "HELD",
    )
    page = clients().call(clients().engagement.ListQueue, message)
    return _page(page, "engagement.list_queue", said)


@engagement.post("/questions/<uuid:question_id>/claim")
@engagement.doc(
    summary="Claim a question",
    description="One expert alone holds it; an overdue one may be taken over. Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def claim_question(question_id: UUID) -> Response:
    """Claim a question."""
    message = pb.ClaimQuestionRequest(
        question_id=str(question_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().engagement.ClaimQuestion, message).question)


@engagement.post("/questions/<uuid:question_id>/release")
@engagement.doc(
    summary="Put a question back into the queue",
    description="Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def release_question(question_id: UUID) -> Response:
    """Put a question back."""
    message = pb.ReleaseQuestionRequest(
        question_id=str(question_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().engagement.ReleaseQuestion, message).question)


@engagement.post("/questions/<uuid:question_id>/hand-over")
@engagement.input(HandOverIn, arg_name="said")
@engagement.doc(
    summary="Pass a question to experts of another region or sector",
    description="Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def hand_over_question(question_id: UUID, said: dict[str, Any]) -> Response:
    """Pass a question on."""
    message = pb.HandOverQuestionRequest(
        question_id=str(question_id), expected_version=expected_version(), **said
    )
    return _answer(clients().call(clients().engagement.HandOverQuestion, message).question)


@engagement.post("/questions/<uuid:question_id>/answers")
@engagement.input(MessageIn, arg_name="said")
@engagement.doc(
    summary="Answer a question",
    description="The expert who holds it; needs If-Match and a second factor of the last 15"
    " minutes.",
    responses=_CHANGED | {401: "Step up"},
    security="bearer",
)
def answer_question(question_id: UUID, said: dict[str, Any]) -> Response:
    """Answer a question."""
    message = pb.AnswerQuestionRequest(
        question_id=str(question_id), expected_version=expected_version(), **said
    )
    return _answer(clients().call(clients().engagement.AnswerQuestion, message).question)
