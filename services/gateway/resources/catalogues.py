"""Partners' signed catalogues by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length
from flask import Response, jsonify

from isp.content.v1 import partner_catalogues_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

catalogues = APIBlueprint(
    "catalogues", __name__, url_prefix="/v1/partner-catalogues", tag="Partners"
)

_CHANGED: Final = {
    200: "The catalogue",
    401: "A fresh second factor",
    403: "Not allowed, or proposed by you",
    404: "None",
    409: "Not in this state",
    412: "Stale",
    428: "No If-Match",
}


_MOMENTS: Final = ("confirmed_at", "ended_at", "looked_at", "issued_at", "expires_at")


class CatalogueIn(Schema):
    """A catalogue that somebody else must confirm; `public_key` is a JSON Web Key as text."""

    name = String(required=True, validate=Length(1, 80))
    url = String(required=True, validate=Length(1, 1000))
    account = String(required=True, validate=Length(1, 200))
    public_key = String(required=True, validate=Length(1, 1000))


class CatalogueEndIn(Schema):
    """Why a catalogue is ended."""

    reason = String(required=True, validate=Length(1, 300))


def catalogue_json(catalogue: pb.Catalogue, *, faults: bool = True) -> dict[str, Any]:
    """Return a catalogue; without its faults for lists."""
    plain = (
        *("catalogue_id", "version", "name", "url", "account", "thumbprint"),
        *("proposed_by_you", "serial", "items"),
    )
    shown: dict[str, Any] = {name: getattr(catalogue, name) for name in plain}
    said = {field.name: value for field, value in catalogue.ListFields()}
    shown |= {
        "status": pb.CatalogueStatus.Name(catalogue.status).removeprefix("CATALOGUE_STATUS_"),
        "proposed_at": time_json(catalogue.proposed_at),
        "ended_because": catalogue.ended_because or None,
        "refused_because": catalogue.refused_because or None,
        **{name: time_json(said[name]) if name in said else None for name in _MOMENTS},
    }
    if faults:
        names = ("position", "item_id", "field", "what")
        shown["faults"] = [
            {name: getattr(each, name) for name in names} for each in catalogue.faults
        ]
    return shown


def _catalogue(catalogue: pb.Catalogue) -> Response:
    return with_etag(jsonify(catalogue_json(catalogue)), catalogue.version)


@catalogues.post("")
@catalogues.input(CatalogueIn, arg_name="said")
@catalogues.doc(
    summary="Propose a partner's catalogue",
    description="Nothing of it is fetched until somebody else confirms it. Needs Idempotency-Key "
    "and a fresh second factor.",
    responses={
        201: "The proposal",
        401: "A fresh second factor",
        403: "Not allowed",
        429: "As many as there may be",
    },
    security="bearer",
)
def propose_catalogue(said: dict[str, Any]) -> tuple[Response, int]:
    """Propose a catalogue."""
    message = pb.ProposeCatalogueRequest(**said, idempotency_key=idempotency_key())
    made = clients().call(clients().catalogues.ProposeCatalogue, message)
    return _catalogue(made.catalogue), HTTPStatus.CREATED


@catalogues.get("")
@catalogues.doc(
    summary="The partners' catalogues",
    responses={200: "All of them, those that ended last", 403: "Not allowed"},
    security="bearer",
)
def list_catalogues() -> Response:
    """List catalogues."""
    found = clients().call(clients().catalogues.ListCatalogues, pb.ListCataloguesRequest())
    shown = [catalogue_json(each, faults=False) for each in found.catalogues]
    return jsonify({"catalogues": shown})


@catalogues.get("/<uuid:catalogue_id>")
@catalogues.doc(
    summary="A partner's catalogue, with what was wrong with it last",
    responses={200: "The catalogue", 403: "Not allowed", 404: "None"},
    security="bearer",
)
def get_catalogue(catalogue_id: UUID) -> Response:
    """Show a catalogue."""
    message = pb.GetCatalogueRequest(catalogue_id=str(catalogue_id))
    return _catalogue(clients().call(clients().catalogues.GetCatalogue, message).catalogue)


@catalogues.post("/<uuid:catalogue_id>/confirmation")
@catalogues.doc(
    summary="Confirm a catalogue that somebody else proposed",
    description="Needs If-Match and a fresh second factor.",
    responses=_CHANGED,
    security="bearer",
)
def confirm_catalogue(catalogue_id: UUID) -> Response:
    """Confirm a catalogue."""
    message = pb.ConfirmCatalogueRequest(
        catalogue_id=str(catalogue_id), expected_version=expected_version()
    )
    return _catalogue(clients().call(clients().catalogues.ConfirmCatalogue, message).catalogue)


@catalogues.post("/<uuid:catalogue_id>/end")
@catalogues.input(CatalogueEndIn, arg_name="said")
@catalogues.doc(
    summary="End a catalogue, or give a proposal up",
    description="For good: its documents are found no more. Needs If-Match and a fresh second "
    "factor.",
    responses=_CHANGED,
    security="bearer",
)
def end_catalogue(catalogue_id: UUID, said: dict[str, Any]) -> Response:
    """End a catalogue."""
    message = pb.EndCatalogueRequest(
        catalogue_id=str(catalogue_id), expected_version=expected_version(), **said
    )
    return _catalogue(clients().call(clients().catalogues.EndCatalogue, message).catalogue)
