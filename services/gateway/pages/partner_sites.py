"""The partner sites of who looks after them at a partner: which they are, and how many come."""

from datetime import date
from typing import Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from isp.identity.v1 import partners_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.partners_desk import SCOPES, STATUSES
from services.gateway.pages.visitors import signed_in

partner_sites = APIBlueprint(
    "partner_sites", __name__, url_prefix="/account/partner-sites", enable_openapi=False
)

DAYS: Final = 28


@partner_sites.get("")
@signed_in
def own() -> Response:
    """Show the sites that the visitor is the steward of."""
    found = ask(clients().partners.ListMyPartnerSites, pb.ListMyPartnerSitesRequest())
    return page("partner_sites.html", sites=found.sites, statuses=STATUSES, scopes=SCOPES)


@partner_sites.get("/<uuid:site_id>")
@signed_in
def usage(site_id: UUID) -> Response:
    """Show how often people signed in, day by day."""
    message = pb.GetPartnerUsageRequest(site_id=str(site_id), days=DAYS)
    days = ask(clients().partners.GetPartnerUsage, message).days
    told = [(date.fromisoformat(each.day), each) for each in days if not each.withheld]
    return page("partner_usage.html", told=told, days=DAYS)
