"""Partner sites, at which people sign in with their account of ours, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import partners_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

partners = APIBlueprint("partners", __name__, url_prefix="/v1", tag="Partner sites")

SCOPES: Final = ("NAME", "EMAIL", "VERIFIED")
_CHANGED: Final = {
    200: "The site",
    401: "A fresh second factor",
    403: "Not allowed, or proposed by you",
    404: "None",
    409: "Not in this state",
    412: "Stale",
    428: "No If-Match",
}


class PartnerSiteIn(Schema):
    """A site that somebody else must confirm. Addresses are taken exactly."""

    name = String(required=True, validate=Length(1, 80))
    redirect_uris = List(
        String(validate=Length(1, 300)), required=True, validate=Length(min=1, max=10)
    )
    backchannel_logout_uri = String(load_default="", validate=Length(max=300))
    scopes = List(String(validate=OneOf(SCOPES)), load_default=list, validate=Length(max=3))
    steward_email = String(required=True, validate=Length(3, 254))


class EndIn(Schema):
    """Why a site is ended."""

    reason = String(required=True, validate=Length(1, 300))


class PartnerSitesQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class PartnerUsageQuery(Schema):
    """Over how many days, today's last."""

    days = Integer(load_default=28, validate=Range(1, 90))


def site_json(site: pb.PartnerSite) -> dict[str, Any]:
    """Return a site."""
    return {
        "site_id": site.site_id,
        "version": site.version,
        "status": pb.PartnerStatus.Name(site.status).removeprefix("PARTNER_STATUS_"),
        "name": site.name,
        "client_id": site.client_id,
        "redirect_uris": list(site.redirect_uris),
        "backchannel_logout_uri": site.backchannel_logout_uri or None,
        "scopes": [
            pb.PartnerScope.Name(each).removeprefix("PARTNER_SCOPE_") for each in site.scopes
        ],
        "steward": site.steward,
        "steward_email": site.steward_email or None,
        "proposed_at": time_json(site.proposed_at),
        "proposed_by_you": site.proposed_by_you,
        "confirmed_at": time_json(site.confirmed_at) if site.HasField("confirmed_at") else None,
        "disabled_at": time_json(site.disabled_at) if site.HasField("disabled_at") else None,
        "disabled_because": site.disabled_because or None,
        "secret_issued_at": (
            time_json(site.secret_issued_at) if site.HasField("secret_issued_at") else None
        ),
        "carrying": site.carrying,
    }


def _site(site: pb.PartnerSite) -> Response:
    return with_etag(jsonify(site_json(site)), site.version)


@partners.post("/partner-sites")
@partners.input(PartnerSiteIn, arg_name="said")
@partners.doc(
    summary="Propose a partner site",
    description="It lets nobody in until somebody else confirms it. Needs Idempotency-Key and a "
    "fresh second factor.",
    responses={
        201: "The proposal",
        401: "A fresh second factor",
        403: "Not allowed",
        404: "Nobody has the steward's address",
        429: "As many as there may be",
    },
    security="bearer",
)
def propose_partner_site(said: dict[str, Any]) -> tuple[Response, int]:
    """Propose a site."""
    scopes = [pb.PartnerScope.Value(f"PARTNER_SCOPE_{each}") for each in said["scopes"]]
    message = pb.ProposePartnerSiteRequest(
        **said | {"scopes": scopes}, idempotency_key=idempotency_key()
    )
    made = clients().call(clients().partners.ProposePartnerSite, message)
    return _site(made.site), HTTPStatus.CREATED


@partners.get("/partner-sites")
@partners.input(PartnerSitesQuery, location="query", arg_name="said", unknown=RAISE)
@partners.doc(
    summary="The partner sites",
    responses={200: "A page, oldest first", 403: "Not allowed"},
    security="bearer",
)
def list_partner_sites(said: dict[str, Any]) -> Response:
    """List sites."""
    page = clients().call(clients().partners.ListPartnerSites, pb.ListPartnerSitesRequest(**said))
    following = page.next_page_token or None
    shown = [site_json(each) for each in page.sites]
    answer = jsonify({"sites": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        answer.headers["Link"] = f'</v1/partner-sites?{query}>; rel="next"'
    return answer


@partners.get("/partner-sites/<uuid:site_id>")
@partners.doc(
    summary="A partner site",
    responses={200: "The site", 403: "Not allowed", 404: "None"},
    security="bearer",
)
def get_partner_site(site_id: UUID) -> Response:
    """Show a site."""
    message = pb.GetPartnerSiteRequest(site_id=str(site_id))
    return _site(clients().call(clients().partners.GetPartnerSite, message).site)


@partners.post("/partner-sites/<uuid:site_id>/confirmation")
@partners.doc(
    summary="Confirm a partner site that somebody else proposed",
    description="Needs If-Match and a fresh second factor.",
    responses=_CHANGED,
    security="bearer",
)
def confirm_partner_site(site_id: UUID) -> Response:
    """Confirm a site."""
    message = pb.ConfirmPartnerSiteRequest(
        site_id=str(site_id), expected_version=expected_version()
    )
    return _site(clients().call(clients().partners.ConfirmPartnerSite, message).site)


@partners.post("/partner-sites/<uuid:site_id>/secret")
@partners.doc(
    summary="Make a partner site's secret, said this once",
    description="The one before ends within seconds. Needs If-Match and a fresh second factor.",
    responses=_CHANGED | {200: "The site and the secret"},
    security="bearer",
)
def issue_partner_secret(site_id: UUID) -> Response:
    """Make a secret."""
    message = pb.IssuePartnerSecretRequest(
        site_id=str(site_id), expected_version=expected_version()
    )
    made = clients().call(clients().partners.IssuePartnerSecret, message)
    said = {"site": site_json(made.site), "secret": made.secret}
    return with_etag(jsonify(said), made.site.version)


@partners.post("/partner-sites/<uuid:site_id>/end")
@partners.input(EndIn, arg_name="said")
@partners.doc(
    summary="End a partner site, or give a proposal up",
    description="For good, at once. Needs If-Match and a fresh second factor.",
    responses=_CHANGED,
    security="bearer",
)
def disable_partner_site(site_id: UUID, said: dict[str, Any]) -> Response:
    """End a site."""
    message = pb.DisablePartnerSiteRequest(
        site_id=str(site_id), expected_version=expected_version(), **said
    )
    return _site(clients().call(clients().partners.DisablePartnerSite, message).site)


@partners.get("/me/partner-sites")
@partners.doc(
    summary="The partner sites that you are the steward of",
    responses={200: "All of them", 401: "Sign in"},
    security="bearer",
)
def list_my_partner_sites() -> Response:
    """List the caller's."""
    message = pb.ListMyPartnerSitesRequest()
    found = clients().call(clients().partners.ListMyPartnerSites, message)
    return jsonify({"sites": [site_json(each) for each in found.sites]})


@partners.get("/partner-sites/<uuid:site_id>/usage")
@partners.input(PartnerUsageQuery, location="query", arg_name="said", unknown=RAISE)
@partners.doc(
    summary="How often people signed in at a partner site",
    description="Nothing is said of a day on which fewer than five people did.",
    responses={200: "A line for each day, the newest first", 404: "None of yours"},
    security="bearer",
)
def get_partner_usage(site_id: UUID, said: dict[str, Any]) -> Response:
    """Show a site's figures."""
    message = pb.GetPartnerUsageRequest(site_id=str(site_id), **said)
    found = clients().call(clients().partners.GetPartnerUsage, message)
    return jsonify(
        {
            "days": [
                {
                    "day": each.day,
                    "withheld": each.withheld,
                    "sign_ins": None if each.withheld else each.sign_ins,
                    "people": None if each.withheld else each.people,
                }
                for each in found.days
            ]
        }
    )
