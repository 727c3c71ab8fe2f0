"""Response levels of premises by REST: each organisation's own, seen by nobody else."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.alerts.v1 import site_response_pb2 as pb
from isp.alerts.v1 import site_responses_pb2 as rpc
from isp.alerts.v1 import threat_level_pb2
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, with_etag
from services.gateway.resources.fields import Moment, String
from services.gateway.resources.site_response_json import override_json, site_json
from services.gateway.resources.threat_level_json import RESPONSES

site_responses = APIBlueprint(
    "site_responses", __name__, url_prefix="/v1/site-responses", tag="Threat levels"
)

_CHANGED: Final = {
    200: "What counts now",
    400: "Wrong input",
    403: "Not a security lead",
    404: "None of your organisation",
    409: "Less than the threat level asks for, or there is none",
    412: "Stale",
    428: "No If-Match",
}


class SitesQuery(Schema):
    """Which page; `premises_id`, repeated, asks for these alone."""

    premises_id = List(String(validate=Length(max=36)), load_default=list)
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class OverridesQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class OwnLevelIn(Schema):
    """What is to count, and until when. Without `since` it counts at once."""

    response = String(required=True, validate=OneOf(RESPONSES))
    reason = String(required=True)
    since = Moment(load_default=None, allow_none=True, format="iso", default_timezone=None)
    until = Moment(required=True, format="iso", default_timezone=None)


class LiftingIn(Schema):
    """Why it is lifted."""

    reason = String(required=True)


def _answer(site: pb.SiteResponse) -> Response:
    return with_etag(jsonify(site_json(site)), site.version)


@site_responses.get("")
@site_responses.input(SitesQuery, location="query", arg_name="said", unknown=RAISE)
@site_responses.doc(
    summary="The response levels at your organisation's premises",
    description=(
        "What counts at each is the higher of what its threat level asks for and of a level of its"
        " own. `response` is null where neither is set: that does not mean that little is asked."
    ),
    responses={200: "A page of premises", 401: "Sign in"},
    security="bearer",
)
def list_site_responses(said: dict[str, Any]) -> Response:
    """Read what counts at the premises of the caller's organisation."""
    message = rpc.ListSiteResponsesRequest(
        premises_ids=said["premises_id"],
        page_size=said["page_size"],
        page_token=said["page_token"],
    )
    found = clients().call(clients().site_responses.ListSiteResponses, message)
    onward = found.next_page_token or None
    shown = [site_json(each) for each in found.sites]
    answer = jsonify({"sites": shown, "may_set": found.may_set, "next_page_token": onward})
    if onward:
        query = urlencode(said | {"page_token": onward}, doseq=True)
        place = url_for("site_responses.list_site_responses")
        answer.headers["Link"] = f'<{place}?{query}>; rel="next"'
    return answer


@site_responses.get("/<uuid:premises_id>")
@site_responses.doc(
    summary="The response level at one of your premises",
    responses={200: "What counts", 404: "None of your organisation"},
    security="bearer",
)
def get_site_response(premises_id: UUID) -> Response:
    """Read what counts at one premises."""
    message = rpc.GetSiteResponseRequest(premises_id=str(premises_id))
    found = clients().call(clients().site_responses.GetSiteResponse, message)
    answer = jsonify(site_json(found.site) | {"may_set": found.may_set})
    answer.headers["ETag"] = f'"v{found.site.version}"'
    return answer


@site_responses.get("/<uuid:premises_id>/overrides")
@site_responses.input(OverridesQuery, location="query", arg_name="said", unknown=RAISE)
@site_responses.doc(
    summary="The levels of its own that a premises had",
    description="Newest first, with who set them and why.",
    responses={200: "A page of levels", 404: "None of your organisation"},
    security="bearer",
)
def list_site_overrides(premises_id: UUID, said: dict[str, Any]) -> Response:
    """Read which levels of its own a premises had."""
    message = rpc.ListSiteOverridesRequest(premises_id=str(premises_id), **said)
    found = clients().call(clients().site_responses.ListSiteOverrides, message)
    onward = found.next_page_token or None
    shown = [override_json(each) for each in found.overrides]
    answer = jsonify({"overrides": shown, "next_page_token": onward})
    if onward:
        query = urlencode(said | {"page_token": onward})
        place = url_for("site_responses.list_site_overrides", premises_id=premises_id)
        answer.headers["Link"] = f'<{place}?{query}>; rel="next"'
    return answer


@site_responses.put("/<uuid:premises_id>")
@site_responses.input(OwnLevelIn, arg_name="said")
@site_responses.doc(
    summary="Set a response level of its own for a premises",
    description=(
        "No lower than what the threat level asks for. It ends at its date, or when it is lifted."
        " Needs If-Match with the ETag that was read."
    ),
    responses=_CHANGED,
    security="bearer",
)
def set_site_response(premises_id: UUID, said: dict[str, Any]) -> Response:
    """Set an own level."""
    message = rpc.SetSiteResponseRequest(
        premises_id=str(premises_id),
        response=threat_level_pb2.ResponseLevel.Value(f"RESPONSE_LEVEL_{said['response']}"),
        reason=said["reason"],
        expected_version=expected_version(),
    )
    message.until.FromDatetime(said["until"])
    if said["since"]:
        message.since.FromDatetime(said["since"])
    return _answer(clients().call(clients().site_responses.SetSiteResponse, message).site)


@site_responses.post("/<uuid:premises_id>/lifting")
@site_responses.input(LiftingIn, arg_name="said")
@site_responses.doc(
    summary="Lift a premises' own response level",
    description="It follows the threat level again. Needs If-Match with the ETag that was read.",
    responses=_CHANGED,
    security="bearer",
)
def lift_site_response(premises_id: UUID, said: dict[str, Any]) -> Response:
    """End an own level."""
    message = rpc.LiftSiteResponseRequest(
        premises_id=str(premises_id),
        expected_version=expected_version(),
        reason=said["reason"],
    )
    return _answer(clients().call(clients().site_responses.LiftSiteResponse, message).site)
