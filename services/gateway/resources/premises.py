"""Whom one acts for, and the places that one looks after, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Float, Integer, List, Nested
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.identity.v1 import premises_pb2 as pb
from kernel.premises import PREMISES_TYPES
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.subscriptions import regions_json

premises = APIBlueprint("premises", __name__, url_prefix="/v1/me", tag="Organisation and premises")

_CHANGED: Final = {
    400: "Wrong input, or a postcode in none of our regions",
    401: "Sign in",
    404: "None of your organisation",
    412: "Stale",
    428: "No If-Match",
}


class OrganisationIn(Schema):
    """An organisation."""

    name = String(required=True)


class LocationIn(Schema):
    """A point in degrees of WGS 84."""

    latitude = Float(required=True, validate=Range(-90, 90))
    longitude = Float(required=True, validate=Range(-180, 180))


class PremisesIn(Schema):
    """Premises. `capacity` is the most people expected at once; `location` wins over postcode."""

    name = String(required=True)
    address_lines = List(String(), required=True, validate=Length(min=1, max=4))
    postcode = String(required=True, validate=Length(min=1, max=20))
    type = String(required=True, validate=OneOf(list(PREMISES_TYPES)))
    capacity = Integer(load_default=None, allow_none=True, validate=Range(1, 1_000_000))
    location = Nested(LocationIn, load_default=None, allow_none=True)


class PremisesQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def premises_json(there: pb.Premises) -> dict[str, Any]:
    """Return premises as the people of their organisation see them."""
    point = there.location
    return {
        "premises_id": there.premises_id,
        "organisation_id": there.organisation_id,
        "name": there.name,
        "address_lines": list(there.address_lines),
        "postcode": there.postcode,
        "type": there.type,
        "capacity": there.capacity or None,
        "location": (
            {"latitude": point.latitude, "longitude": point.longitude}
            if there.HasField("location")
            else None
        ),
        "location_given": there.location_given,
        "regions": regions_json(there.regions),
        "version": there.version,
        "added_at": time_json(there.added_at),
    }


def organisation_json(there: pb.Organisation) -> dict[str, Any]:
    """Return an organisation as its people see it."""
    return {
        "organisation_id": there.organisation_id,
        "name": there.name,
        "sectors": list(there.sectors),
        "created_at": time_json(there.created_at),
    }


def _organisation(there: pb.Organisation) -> Response:
    return with_etag(jsonify(organisation_json(there)), there.version)


def _premises(there: pb.Premises) -> Response:
    return with_etag(jsonify(premises_json(there)), there.version)


def _as_said(said: dict[str, Any]) -> dict[str, Any]:
    """Return a body as the contract has it: what is not said is left out."""
    return {name: value for name, value in said.items() if value is not None}


@premises.get("/organisation")
@premises.doc(
    summary="Whom you act for",
    responses={200: "Your organisation", 304: "Not changed", 401: "Sign in", 404: "None"},
    security="bearer",
)
def get_organisation() -> Response:
    """Show the caller's organisation."""
    found = clients().call(clients().premises.GetOrganisation, pb.GetOrganisationRequest())
    return _organisation(found.organisation)


@premises.post("/organisation")
@premises.input(OrganisationIn, arg_name="said")
@premises.doc(
    summary="Make an organisation to act for",
    description="For who named none when they registered. Needs Idempotency-Key.",
    responses={201: "Your organisation", 401: "Sign in", 409: "You belong to one already"},
    security="bearer",
)
def create_organisation(said: dict[str, Any]) -> Response:
    """Make an organisation."""
    message = pb.CreateOrganisationRequest(**said, idempotency_key=idempotency_key())
    made = clients().call(clients().premises.CreateOrganisation, message)
    answer = _organisation(made.organisation)
    answer.status_code = HTTPStatus.CREATED
    answer.headers["Location"] = url_for("premises.get_organisation")
    return answer


@premises.get("/premises")
@premises.input(PremisesQuery, location="query", arg_name="said", unknown=RAISE)
@premises.doc(
    summary="The premises of your organisation",
    description="Oldest first; Link rel=next leads on.",
    responses={200: "A page of premises", 401: "Sign in"},
    security="bearer",
)
def list_premises(said: dict[str, Any]) -> Response:
    """List the premises of the caller's organisation."""
    page = clients().call(clients().premises.ListPremises, pb.ListPremisesRequest(**said))
    following = page.next_page_token or None
    shown = [premises_json(each) for each in page.premises]
    answer = jsonify({"premises": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        place = f"{url_for('premises.list_premises')}?{query}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return answer


@premises.post("/premises")
@premises.input(PremisesIn, arg_name="said")
@premises.doc(
    summary="Add premises to your organisation",
    description="Regions, and the location if none is given, follow from the postcode."
    " Needs Idempotency-Key.",
    responses={
        201: "The premises",
        400: "Wrong input, or a postcode in none of our regions",
        401: "Sign in",
        404: "You belong to no organisation",
        409: "As many as one may have",
    },
    security="bearer",
)
def add_premises(said: dict[str, Any]) -> Response:
    """Add premises."""
    message = pb.AddPremisesRequest(**_as_said(said), idempotency_key=idempotency_key())
    made = clients().call(clients().premises.AddPremises, message).premises
    answer = _premises(made)
    answer.status_code = HTTPStatus.CREATED
    answer.headers["Location"] = url_for("premises.get_premises", premises_id=made.premises_id)
    return answer


@premises.get("/premises/<uuid:premises_id>")
@premises.doc(
    summary="Read premises of your organisation",
    responses={200: "The premises", 304: "Not changed", 404: "None of your organisation"},
    security="bearer",
)
def get_premises(premises_id: UUID) -> Response:
    """Show premises."""
    message = pb.GetPremisesRequest(premises_id=str(premises_id))
    return _premises(clients().call(clients().premises.GetPremises, message).premises)


@premises.put("/premises/<uuid:premises_id>")
@premises.input(PremisesIn, arg_name="said")
@premises.doc(
    summary="Replace what is said of premises",
    description="Needs If-Match.",
    responses=_CHANGED | {200: "The premises"},
    security="bearer",
)
def update_premises(premises_id: UUID, said: dict[str, Any]) -> Response:
    """Replace what is said of premises."""
    message = pb.UpdatePremisesRequest(
        premises_id=str(premises_id), expected_version=expected_version(), **_as_said(said)
    )
    return _premises(clients().call(clients().premises.UpdatePremises, message).premises)


@premises.delete("/premises/<uuid:premises_id>")
@premises.doc(
    summary="Remove premises",
    description="They are forgotten: it cannot be undone. Needs If-Match.",
    responses=_CHANGED | {204: "Forgotten"},
    security="bearer",
)
def remove_premises(premises_id: UUID) -> Response:
    """Forget premises."""
    message = pb.RemovePremisesRequest(
        premises_id=str(premises_id), expected_version=expected_version()
    )
    clients().call(clients().premises.RemovePremises, message)
    answer = Response(status=HTTPStatus.NO_CONTENT)
    del answer.headers["Content-Type"]
    return answer
