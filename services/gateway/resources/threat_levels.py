"""Threat levels by REST: read by anyone, changed by two people."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, request, url_for
from marshmallow import RAISE

from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alerts import ReadIn
from services.gateway.resources.fields import String
from services.gateway.resources.threat_level_json import (
    SERIES,
    STATUSES,
    ProposalIn,
    change_json,
    proposal_to_pb,
    standing_json,
    threat_levels_json,
)

threat_levels = APIBlueprint(
    "threat_levels", __name__, url_prefix="/v1/threat-levels", tag="Threat levels"
)

_DECIDED: Final = {
    200: "The change",
    401: "Sign in, or step up",
    403: "Not allowed, or your own proposal",
    404: "None",
    409: "Changed, or decided already",
}


class HistoryQuery(Schema):
    """Which page of which series."""

    series = String(required=True, validate=OneOf(SERIES))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class ChangesQuery(Schema):
    """Which page of which changes."""

    status = List(String(validate=OneOf(STATUSES)), load_default=list)
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class WhyIn(Schema):
    """Why, for the record."""

    reason = String(required=True)


def _answer(change: pb.ThreatLevelChange, status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(change_json(change))
    answer.status_code = status
    return with_etag(answer, change.version)


@threat_levels.get("")
@threat_levels.doc(
    summary="The threat levels that stand",
    description="`standing` is null until two people set a level: there is no default.",
    responses={200: "The levels, and what they mean", 304: "Not changed"},
)
def get_threat_levels() -> Response:
    """Read the threat levels that stand."""
    found = clients().call(clients().threat_levels.GetThreatLevels, rpc.GetThreatLevelsRequest())
    answer = jsonify(threat_levels_json(found))
    answer.add_etag()
    answer.make_conditional(request)
    return public(answer, 5)


@threat_levels.get("/history")
@threat_levels.input(HistoryQuery, location="query", arg_name="said", unknown=RAISE)
@threat_levels.doc(
    summary="The levels that a series had",
    description="The one that stands first, each worded as on the day it began; names nobody.",
    responses={200: "A page of levels"},
)
def list_threat_level_history(said: dict[str, Any]) -> Response:
    """Read which levels a series had."""
    message = rpc.ListThreatLevelHistoryRequest(
        series=pb.ThreatSeries.Value(f"THREAT_SERIES_{said['series']}"),
        page_size=said["page_size"],
        page_token=said["page_token"],
    )
    page = clients().call(clients().threat_levels.ListThreatLevelHistory, message)
    onward = page.next_page_token or None
    answer = jsonify(
        {"levels": [standing_json(each) for each in page.levels], "next_page_token": onward}
    )
    if onward:
        query = urlencode(said | {"page_token": onward})
        place = url_for("threat_levels.list_threat_level_history")
        answer.headers["Link"] = f'<{place}?{query}>; rel="next"'
    return public(answer, 5)


@threat_levels.post("/changes")
@threat_levels.input(ProposalIn, arg_name="said")
@threat_levels.doc(
    summary="Propose another level, or another response to it",
    description="Needs the header Idempotency-Key. No level changes yet.",
    responses={201: "The change", 400: "Wrong input", 403: "Not allowed", 409: "Not now"},
    security="bearer",
)
def propose_threat_level(said: dict[str, Any]) -> Response:
    """Propose a change."""
    message = proposal_to_pb(said, idempotency_key())
    change = clients().call(clients().threat_levels.ProposeThreatLevel, message).change
    answer = _answer(change, HTTPStatus.CREATED)
    answer.headers["Location"] = url_for(
        "threat_levels.get_threat_level_change", change_id=change.change_id
    )
    return answer


@threat_levels.get("/changes")
@threat_levels.input(ChangesQuery, location="query", arg_name="said", unknown=RAISE)
@threat_levels.doc(
    summary="List changes",
    description="With who did what, the newest proposal first; for those who decide.",
    responses={200: "A page of changes", 403: "Not allowed"},
    security="bearer",
)
def list_threat_level_changes(said: dict[str, Any]) -> Response:
    """List changes."""
    statuses = [
        pb.ThreatLevelChangeStatus.Value(f"THREAT_LEVEL_CHANGE_STATUS_{name}")
        for name in said["status"]
    ]
    message = rpc.ListThreatLevelChangesRequest(
        statuses=statuses, page_size=said["page_size"], page_token=said["page_token"]
    )
    page = clients().call(clients().threat_levels.ListThreatLevelChanges, message)
    shown = [change_json(each) for each in page.changes]
    return jsonify({"changes": shown, "next_page_token": page.next_page_token or None})


@threat_levels.get("/changes/<uuid:change_id>")
@threat_levels.doc(
    summary="Read a change",
    description="With the digest that an approval names; for those who decide.",
    responses={200: "The change", 304: "Not changed", 403: "Not allowed", 404: "None"},
    security="bearer",
)
def get_threat_level_change(change_id: UUID) -> Response:
    """Read a change."""
    message = rpc.GetThreatLevelChangeRequest(change_id=str(change_id))
    return _answer(clients().call(clients().threat_levels.GetThreatLevelChange, message).change)


@threat_levels.post("/changes/<uuid:change_id>/approval")
@threat_levels.input(ReadIn, arg_name="said")
@threat_levels.doc(
    summary="Put a level into force as a second person",
    description="Names the digest of what was read. Needs a second factor of the last 15 minutes.",
    responses=_DECIDED,
    security="bearer",
)
def approve_threat_level(change_id: UUID, said: dict[str, Any]) -> Response:
    """Put a level into force."""
    message = rpc.ApproveThreatLevelRequest(
        change_id=str(change_id), read_digest=bytes.fromhex(said["read_digest"])
    )
    return _answer(clients().call(clients().threat_levels.ApproveThreatLevel, message).change)


@threat_levels.post("/changes/<uuid:change_id>/withdrawal")
@threat_levels.input(WhyIn, arg_name="said")
@threat_levels.doc(
    summary="Give a proposal up",
    description="Needs If-Match with the ETag that was read. No level changes.",
    responses=_DECIDED | {412: "Stale", 428: "No If-Match"},
    security="bearer",
)
def withdraw_threat_level(change_id: UUID, said: dict[str, Any]) -> Response:
    """Give a proposal up."""
    message = rpc.WithdrawThreatLevelRequest(
        change_id=str(change_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().threat_levels.WithdrawThreatLevel, message).change)
