"""The Welsh of alerts by REST."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, jsonify

from isp.alerts.v1 import welsh_pb2
from services.gateway.clients import clients
from services.gateway.resources.alert_json import alert_json
from services.gateway.resources.alerts import ReadIn, answer_with

welsh = APIBlueprint("welsh", __name__, url_prefix="/v1/alerts", tag="Alerts")


@welsh.post("/<uuid:alert_id>/welsh-confirmation")
@welsh.input(ReadIn, arg_name="said")
@welsh.doc(
    summary="Confirm that an alert's Welsh says what its English does",
    description="As a Welsh approver who did not translate it. Names the digest of what was read."
    " Needs a second factor of the last 15 minutes.",
    responses={
        200: "Confirmed",
        401: "Step up",
        403: "You translated it",
        404: "None",
        409: "Changed, or no Welsh to confirm",
    },
    security="bearer",
)
def confirm_welsh(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Confirm an alert's Welsh."""
    message = welsh_pb2.ConfirmWelshRequest(
        alert_id=str(alert_id), read_digest=bytes.fromhex(said["read_digest"])
    )
    return answer_with(clients().call(clients().welsh.ConfirmWelsh, message).alert)


@welsh.get("/welsh-due")
@welsh.doc(
    summary="Which alerts are out without confirmed Welsh",
    description="Each says until when an update must bring it; the soonest due first.",
    responses={200: "The alerts", 403: "Not staff"},
    security="bearer",
)
def list_welsh_due() -> Response:
    """List the alerts that owe Welsh."""
    found = clients().call(clients().welsh.ListWelshDue, welsh_pb2.ListWelshDueRequest()).alerts
    return jsonify({"alerts": [alert_json(alert) for alert in found]})
