"""Organisations that nobody runs, for officers, by REST."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from apiflask import Schema
from apiflask.fields import Integer
from apiflask.validators import Length, Range, Regexp
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.identity.v1 import organisations_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.organisations import organisations

__all__ = ["organisations"]
"""The same blueprint, with these routes besides."""


class UnledQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class AppointmentIn(Schema):
    """Why somebody is to run it."""

    reason = String(required=True, validate=[Length(min=1, max=1000), Regexp(r"(?s).*\S")])


def unled_json(there: pb.UnledOrganisation) -> dict[str, Any]:
    """Return an organisation that nobody runs."""
    return {
        "organisation_id": there.organisation_id,
        "name": there.name,
        "size": there.size,
        "created_at": time_json(there.created_at),
    }


@organisations.get("/organisations/unled")
@organisations.input(UnledQuery, location="query", arg_name="said", unknown=RAISE)
@organisations.doc(
    summary="Organisations that nobody runs",
    description="Of those who belong there and are in use nobody is admin. For officers.",
    responses={200: "A page, oldest first", 403: "Not allowed"},
    security="bearer",
)
def list_unled_organisations(said: dict[str, Any]) -> Response:
    """List them."""
    message = pb.ListUnledOrganisationsRequest(**said)
    page = clients().call(clients().organisations.ListUnledOrganisations, message)
    following = page.next_page_token or None
    shown = [unled_json(each) for each in page.organisations]
    answer = jsonify({"organisations": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        place = f"{url_for('organisations.list_unled_organisations')}?{query}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return answer


@organisations.get("/organisations/unled/<uuid:organisation_id>")
@organisations.doc(
    summary="One that nobody runs, and who could",
    description="The fifty in use who had an account first, by name. That is on record.",
    responses={
        200: "The organisation",
        403: "Not allowed, your own, or you suspended its admin",
        404: "There is none",
        409: "Somebody runs it",
    },
    security="bearer",
)
def get_unled_organisation(organisation_id: UUID) -> Response:
    """Show one."""
    message = pb.GetUnledOrganisationRequest(organisation_id=str(organisation_id))
    found = clients().call(clients().organisations.GetUnledOrganisation, message)
    members = [
        {
            "subject": each.subject,
            "given_name": each.given_name,
            "family_name": each.family_name,
        }
        for each in found.members
    ]
    return jsonify(unled_json(found.organisation) | {"members": members})


@organisations.put("/organisations/unled/<uuid:organisation_id>/admins/<uuid:subject>")
@organisations.input(AppointmentIn, arg_name="said")
@organisations.doc(
    summary="Say who runs an organisation that nobody runs",
    description="They and all others of it are told by mail. Needs a fresh second factor.",
    responses={
        204: "They run it",
        401: "A fresh second factor",
        403: "Not allowed, your own, or you suspended its admin",
        404: "There is none, or nobody of it is that",
        409: "Somebody runs it, or their account is not in use",
    },
    security="bearer",
)
def appoint_organisation_admin(
    organisation_id: UUID, subject: UUID, said: dict[str, Any]
) -> tuple[str, int]:
    """Appoint somebody."""
    message = pb.AppointOrganisationAdminRequest(
        organisation_id=str(organisation_id), subject=str(subject), reason=said["reason"]
    )
    clients().call(clients().organisations.AppointOrganisationAdmin, message)
    return "", HTTPStatus.NO_CONTENT
