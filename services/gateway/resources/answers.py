"""Answers to alerts, and calls for help, by REST."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.alerts.v1 import answers_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.answer_json import (
    LinkIn,
    OutcomeIn,
    ReportIn,
    SafetyByLinkIn,
    SafetyIn,
    ShiftIn,
    answer_value,
    board_json,
    link_json,
    picture_json,
    request_json,
    shift_json,
    standing_json,
)
from services.gateway.resources.fields import String

answers = APIBlueprint("answers", __name__, url_prefix="/v1", tag="Answers to alerts")


class CallsQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


@answers.post("/answer-links/look")
@answers.input(LinkIn, arg_name="said")
@answers.doc(
    summary="What an answer link is for",
    description="Counts nothing. The link goes in the body: addresses are kept in logs.",
    responses={200: "What it is for", 404: "No link of ours", 409: "Its time is over"},
)
def get_answer_link(said: dict[str, Any]) -> Response:
    """Show what a link is for."""
    message = pb.GetAnswerLinkRequest(link=said["link"])
    return jsonify(link_json(clients().call(clients().answers.GetAnswerLink, message)))


@answers.post("/answer-links/answer")
@answers.input(SafetyByLinkIn, arg_name="said")
@answers.doc(
    summary="Answer by a link",
    description="Needs Idempotency-Key. In danger call 999: an answer does not call the police.",
    responses={
        200: "The answer as it stands",
        403: "A link of another alert",
        404: "No link of ours",
        409: "Its time is over, or nobody would answer a call for help",
    },
)
def answer_by_link(said: dict[str, Any]) -> Response:
    """Take an answer of whoever has the link."""
    message = pb.AnswerByLinkRequest(
        **said | {"answer": answer_value(said["answer"])}, idempotency_key=idempotency_key()
    )
    stands = clients().call(clients().answers.AnswerByLink, message)
    return jsonify(standing_json(stands.standing))


@answers.post("/alerts/<uuid:alert_id>/answers")
@answers.input(SafetyIn, arg_name="said")
@answers.doc(
    summary="Answer an alert",
    description="Needs Idempotency-Key. In danger call 999: an answer does not call the police.",
    responses={200: "The answer as it stands", 401: "Sign in", 404: "None", 409: "Not asked"},
    security="bearer",
)
def answer_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Take an answer of someone who is signed in."""
    message = pb.AnswerAlertRequest(
        alert_id=str(alert_id),
        answer=answer_value(said["answer"]),
        call_back=said["call_back"],
        idempotency_key=idempotency_key(),
    )
    stands = clients().call(clients().answers.AnswerAlert, message)
    return jsonify(standing_json(stands.standing))


@answers.get("/alerts/<uuid:alert_id>/answers/mine")
@answers.doc(
    summary="What you answered",
    responses={200: "Your answer, and whether you are asked", 401: "Sign in", 404: "None"},
    security="bearer",
)
def get_my_answer(alert_id: UUID) -> Response:
    """Show what the caller answered."""
    message = pb.GetMyAnswerRequest(alert_id=str(alert_id))
    mine = clients().call(clients().answers.GetMyAnswer, message)
    shown: dict[str, Any] = {"standing": standing_json(mine.standing)}
    shown |= {"asked": mine.asked, "help_offered": mine.help_offered, "drill": mine.drill}
    return jsonify(shown)


@answers.get("/alerts/<uuid:alert_id>/answers")
@answers.doc(
    summary="Count the answers to an alert",
    description="By answer, and by region. Small numbers are null but for who answers calls.",
    responses={200: "The board", 403: "Not allowed", 404: "None that you may know of"},
    security="bearer",
)
def get_answers(alert_id: UUID) -> Response:
    """Count what people answered."""
    message = pb.GetAnswersRequest(alert_id=str(alert_id))
    return jsonify(board_json(clients().call(clients().answers.GetAnswers, message)))


@answers.post("/help-shifts")
@answers.input(ShiftIn, arg_name="said")
@answers.doc(
    summary="Say that you answer a queue until a moment",
    description="The queue is a region's code, or NATIONAL. Needs Idempotency-Key.",
    responses={201: "The shift", 400: "No such queue, or too long", 403: "Not allowed"},
    security="bearer",
)
def staff_help_queue(said: dict[str, Any]) -> tuple[Response, int]:
    """Begin a shift."""
    message = pb.StaffHelpQueueRequest(queue=said["queue"], idempotency_key=idempotency_key())
    message.until.FromDatetime(said["until"])
    made = clients().call(clients().answers.StaffHelpQueue, message)
    return with_etag(jsonify(shift_json(made.shift)), made.shift.version), HTTPStatus.CREATED


@answers.delete("/help-shifts/<uuid:staffing_id>")
@answers.doc(
    summary="Leave a queue before your time",
    description="Needs If-Match with the version that was read.",
    responses={200: "You left", 404: "None of yours", 409: "It ended before", 412: "Stale"},
    security="bearer",
)
def leave_help_queue(staffing_id: UUID) -> Response:
    """End a shift."""
    message = pb.LeaveHelpQueueRequest(
        staffing_id=str(staffing_id), expected_version=expected_version()
    )
    clients().call(clients().answers.LeaveHelpQueue, message)
    return jsonify({})


@answers.get("/help-requests")
@answers.input(CallsQuery, location="query", arg_name="said", unknown=RAISE)
@answers.doc(
    summary="Who needs help",
    description="Oldest first; how to reach somebody is shown to the officer who took the call.",
    responses={200: "A page of calls, and who is at which queue", 403: "Not allowed"},
    security="bearer",
)
def list_help_requests(said: dict[str, Any]) -> Response:
    """List the calls for help that are not closed."""
    page = clients().call(clients().answers.ListHelpRequests, pb.ListHelpRequestsRequest(**said))
    following = page.next_page_token or None
    answer = jsonify(
        {
            "requests": [request_json(each) for each in page.requests],
            "shifts": [shift_json(each) for each in page.shifts],
            "next_page_token": following,
        }
    )
    if following:
        query = urlencode({"page_token": following, "page_size": said["page_size"]})
        answer.headers["Link"] = f'</v1/help-requests?{query}>; rel="next"'
    return answer


@answers.post("/help-requests/<uuid:help_id>/taking")
@answers.doc(
    summary="Take a call for help",
    description="Needs If-Match with the version that was read.",
    responses={200: "The call, with how to reach them", 404: "None", 409: "Closed", 412: "Stale"},
    security="bearer",
)
def take_help_request(help_id: UUID) -> Response:
    """Take a call for help."""
    message = pb.TakeHelpRequestRequest(help_id=str(help_id), expected_version=expected_version())
    taken = clients().call(clients().answers.TakeHelpRequest, message).request
    return with_etag(jsonify(request_json(taken)), taken.version)


@answers.post("/help-requests/<uuid:help_id>/closure")
@answers.input(OutcomeIn, arg_name="said")
@answers.doc(
    summary="Say what became of a call for help",
    description="Needs If-Match with the version that was read.",
    responses={200: "Closed", 403: "Not yours", 404: "None", 409: "Closed", 412: "Stale"},
    security="bearer",
)
def close_help_request(help_id: UUID, said: dict[str, Any]) -> Response:
    """Close a call for help."""
    message = pb.CloseHelpRequestRequest(
        help_id=str(help_id),
        expected_version=expected_version(),
        outcome=pb.HelpOutcome.Value(f"HELP_OUTCOME_{said['outcome']}"),
    )
    clients().call(clients().answers.CloseHelpRequest, message)
    return jsonify({})


@answers.post("/alerts/<uuid:alert_id>/situation-reports")
@answers.input(ReportIn, arg_name="said")
@answers.doc(
    summary="Say what is so around you",
    description="One of a short list; needs Idempotency-Key. In danger call 999.",
    responses={200: "What you reported", 401: "Sign in", 404: "None", 409: "Over", 429: "Often"},
    security="bearer",
)
def report_situation(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Take one tap."""
    message = pb.ReportSituationRequest(
        alert_id=str(alert_id), kind=said["kind"], idempotency_key=idempotency_key()
    )
    told = clients().call(clients().answers.ReportSituation, message)
    return jsonify({"kinds": list(told.kinds)})


@answers.get("/alerts/<uuid:alert_id>/situation")
@answers.doc(
    summary="What members report, by area",
    description="Of the last hour; fewer than five are shown to who answers calls for help alone.",
    responses={200: "The picture", 403: "Not allowed", 404: "None that you may know of"},
    security="bearer",
)
def get_situation(alert_id: UUID) -> Response:
    """Show what members report."""
    message = pb.GetSituationRequest(alert_id=str(alert_id))
    return jsonify(picture_json(clients().call(clients().answers.GetSituation, message)))
