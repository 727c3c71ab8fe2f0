"""Reaching people without a list of them, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.identity.v1 import directory_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

directory = APIBlueprint("directory", __name__, url_prefix="/v1", tag="Reaching people")

LONGEST_MESSAGE: Final = 2000
_PREFIX: Final = "RELAY_TO_"
_TO: Final = [name.removeprefix(_PREFIX) for name in pb.RelayTo.keys()[1:]]


class BranchQuery(Schema):
    """Which branch, and which page."""

    region = String(required=True, validate=Length(max=20))
    sector = String(required=True, validate=Length(max=60))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class RelayIn(Schema):
    """A message, and to whom: a seat by region and sector, or an organisation by its id."""

    to = String(required=True, validate=OneOf(_TO))
    region = String(load_default="", validate=Length(max=20))
    sector = String(load_default="", validate=Length(max=60))
    organisation_id = String(load_default="", validate=Length(max=36))
    text = String(required=True, validate=Length(min=1, max=LONGEST_MESSAGE))
    share_address = Boolean(load_default=False)


class LiftIn(Schema):
    """Why somebody may read again."""

    reason = String(required=True, validate=Length(min=1, max=1000))


def _nothing() -> Response:
    answer = Response(status=HTTPStatus.NO_CONTENT)
    del answer.headers["Content-Type"]
    return answer


@directory.get("/me/branch")
@directory.input(BranchQuery, location="query", arg_name="said", unknown=RAISE)
@directory.doc(
    summary="The people of your branch",
    description="For whoever sits in its seat of a sector lead: names and organisations, no"
    " addresses. Each counts once a day against your budget. Link rel=next leads on.",
    responses={
        200: "A page of people",
        400: "No such region or sector",
        401: "Sign in",
        403: "Your budget is spent",
        404: "You do not sit there",
    },
    security="bearer",
)
def list_branch(said: dict[str, Any]) -> Response:
    """List the people of a branch."""
    page = clients().call(clients().directory.ListBranch, pb.ListBranchRequest(**said))
    following = page.next_page_token or None
    members = [
        {
            "given_name": each.given_name,
            "family_name": each.family_name,
            "organisation_name": each.organisation_name or None,
            "organisation_id": each.organisation_id or None,
        }
        for each in page.members
    ]
    answer = jsonify({"members": members, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        answer.headers["Link"] = f'<{url_for("directory.list_branch")}?{query}>; rel="next"'
    return answer


@directory.post("/relay-messages")
@directory.input(RelayIn, arg_name="said")
@directory.doc(
    summary="Write to a sector lead, a coordinator or an organisation through us",
    description="Nobody's address is shown; yours only if you say so. Five a day."
    " Needs Idempotency-Key.",
    responses={
        202: "On its way",
        400: "Wrong input",
        401: "Sign in",
        409: "Nobody can be told there",
        429: "As many as one may in a day",
    },
    security="bearer",
)
def send_relay_message(said: dict[str, Any]) -> Response:
    """Send a message through us."""
    to = pb.RelayTo.Value(f"{_PREFIX}{said.pop('to')}")
    message = pb.SendRelayMessageRequest(**said, to=to, idempotency_key=idempotency_key())
    clients().call(clients().directory.SendRelayMessage, message)
    answer = jsonify({"next": "Your message is on its way by mail."})
    answer.status_code = HTTPStatus.ACCEPTED
    return answer


@directory.get("/record-freezes")
@directory.doc(
    summary="Who read records of too many people",
    responses={200: "Who reads none now", 401: "Sign in", 403: "Not for you"},
    security="bearer",
)
def list_record_freezes() -> Response:
    """List them."""
    message = pb.ListRecordFreezesRequest()
    found = clients().call(clients().directory.ListRecordFreezes, message)
    freezes = [
        {
            "subject": each.subject,
            "name": each.name,
            "frozen_at": time_json(each.frozen_at),
            "records": each.records,
        }
        for each in found.freezes
    ]
    return jsonify({"freezes": freezes})


@directory.post("/record-freezes/<uuid:subject>/lift")
@directory.input(LiftIn, arg_name="said")
@directory.doc(
    summary="Let somebody read records of others again",
    description="Never oneself. Needs a fresh second factor.",
    responses={
        204: "They may",
        401: "A fresh second factor",
        403: "Not for you, or your own",
        404: "They are not kept from it",
    },
    security="bearer",
)
def lift_record_freeze(subject: UUID, said: dict[str, Any]) -> Response:
    """Lift it."""
    message = pb.LiftRecordFreezeRequest(subject=str(subject), **said)
    clients().call(clients().directory.LiftRecordFreeze, message)
    return _nothing()
