"""Who decided what about an alert, as the desk shows it."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from isp.alerts.v1 import alerts_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.visitors import signed_in

decisions = APIBlueprint("decisions", __name__, url_prefix="/desk/alerts", enable_openapi=False)


@decisions.get("/<uuid:alert_id>/decisions")
@signed_in
def log(alert_id: UUID) -> Response:
    """Show who decided what, oldest first."""
    message = alerts_pb2.GetDecisionsRequest(alert_id=str(alert_id))
    found = ask(clients().alerts.GetDecisions, message).decisions
    return page("desk_decisions.html", alert_id=alert_id, decisions=found)
