"""The desk of what is looked for in vain: a synonym may help, or a document."""

from apiflask import APIBlueprint
from flask import Response

from isp.content.v1 import finding_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.visitors import signed_in

gaps_desk = APIBlueprint(
    "gaps_desk", __name__, url_prefix="/desk/search-gaps", enable_openapi=False
)


@gaps_desk.get("")
@signed_in
def gaps() -> Response:
    """Show what is looked for in vain, most wanted first."""
    found = ask(clients().finding.ListSearchGaps, pb.ListSearchGapsRequest()).gaps
    return page("desk_gaps.html", gaps=found)
