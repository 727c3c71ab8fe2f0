"""Complaints about how personal data is handled, by REST."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import complaints_pb2 as pb
from isp.identity.v1 import privacy_requests_pb2
from services.gateway.clients import clients
from services.gateway.limits import count_contact
from services.gateway.preconditions import expected_version, idempotency_key
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.verification_json import versioned

complaints = APIBlueprint("complaints", __name__, url_prefix="/v1/complaints", tag="Privacy")


class ComplaintIn(Schema):
    """What somebody complains of, and where they are answered."""

    email = String(required=True, validate=Length(min=3, max=254))
    about = String(required=True, validate=Length(min=1, max=4000))
    language = String(load_default="en", validate=OneOf(["en", "cy"]))


class OutcomeIn(Schema):
    """What the person is told."""

    outcome = String(required=True, validate=Length(min=1, max=4000))


class ComplaintsQuery(Schema):
    """Which page."""

    only_open = Boolean(load_default=True)
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def complaint_json(complaint: pb.Complaint) -> dict[str, Any]:
    """Return a complaint as the officer sees it."""
    told = complaint.HasField("acknowledged_at")
    done = complaint.HasField("answered_at")
    clock = privacy_requests_pb2.ClockState.Name(complaint.clock)
    return {
        "complaint_id": complaint.complaint_id,
        "email": complaint.email,
        "about": complaint.about,
        "made_at": time_json(complaint.made_at),
        "acknowledged_at": time_json(complaint.acknowledged_at) if told else None,
        "acknowledge_by": complaint.acknowledge_by,
        "answer_by": complaint.answer_by,
        "clock": clock.removeprefix("CLOCK_STATE_"),
        "outcome": complaint.outcome or None,
        "answered_at": time_json(complaint.answered_at) if done else None,
        "version": complaint.version,
    }


@complaints.post("")
@complaints.input(ComplaintIn, arg_name="said")
@complaints.doc(
    summary="Complain about how your data is handled",
    description="Needs Idempotency-Key and no account. A mail acknowledges it.",
    responses={202: "It arrived", 429: "This address was written to too often"},
)
def make_complaint(said: dict[str, Any]) -> tuple[Response, int]:
    """Take a complaint."""
    key = idempotency_key()
    count_contact(said["email"])
    message = pb.MakeComplaintRequest(**said, idempotency_key=key)
    made = clients().call(clients().complaints.MakeComplaint, message)
    return jsonify(complaint_id=made.complaint_id), HTTPStatus.ACCEPTED


@complaints.get("")
@complaints.input(ComplaintsQuery, location="query", arg_name="query", unknown=RAISE)
@complaints.doc(
    summary="Complaints about how people's data is handled",
    responses={200: "Oldest first", 403: "Not a privacy officer"},
    security="bearer",
)
def list_complaints(query: dict[str, Any]) -> Response:
    """Show them to the officer."""
    message = pb.ListComplaintsRequest(**query)
    found = clients().call(clients().complaints.ListComplaints, message)
    shown = [complaint_json(each) for each in found.complaints]
    return jsonify(complaints=shown, next_page_token=found.next_page_token or None)


@complaints.post("/<uuid:complaint_id>/outcome")
@complaints.input(OutcomeIn, arg_name="said")
@complaints.doc(
    summary="Tell the outcome",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses={
        200: "It was told by mail",
        401: "Step up",
        404: "None",
        409: "Told already",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def answer_complaint(complaint_id: UUID, said: dict[str, Any]) -> Response:
    """Tell the outcome."""
    message = pb.AnswerComplaintRequest(
        complaint_id=str(complaint_id),
        expected_version=expected_version(),
        outcome=said["outcome"],
    )
    done = clients().call(clients().complaints.AnswerComplaint, message)
    return versioned(complaint_json(done.complaint), done.complaint.version)
