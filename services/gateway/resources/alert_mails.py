"""Alerts by mail to one's own account, by REST."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify

from isp.identity.v1 import alert_mails_pb2 as pb
from services.gateway.clients import clients

alert_mails = APIBlueprint("alert_mails", __name__, url_prefix="/v1/me", tag="People")


def alert_mails_json(mails: pb.AlertMails) -> dict[str, Any]:
    """Return whether alerts are sent to the address of an account."""
    return {"address": mails.address, "active": mails.active}


@alert_mails.get("/alert-mails")
@alert_mails.doc(
    summary="Whether alerts come to you by mail",
    responses={200: "Your address, and whether alerts are sent to it"},
    security="bearer",
)
def get_alert_mails() -> Response:
    """Tell the caller whether alerts are sent to their address."""
    found = clients().call(clients().alert_mails.GetAlertMails, pb.GetAlertMailsRequest())
    return jsonify(alert_mails_json(found.alert_mails))


@alert_mails.put("/alert-mails")
@alert_mails.doc(
    summary="Start alerts by mail",
    description="Of what you may read, to the confirmed address of your account.",
    responses={200: "They start"},
    security="bearer",
)
def start_alert_mails() -> Response:
    """Start alerts by mail."""
    made = clients().call(clients().alert_mails.StartAlertMails, pb.StartAlertMailsRequest())
    return jsonify(alert_mails_json(made.alert_mails))


@alert_mails.delete("/alert-mails")
@alert_mails.doc(
    summary="Stop alerts by mail",
    description="All of them to this address, those about a postcode too.",
    responses={200: "They stop"},
    security="bearer",
)
def stop_alert_mails() -> Response:
    """Stop alerts by mail."""
    made = clients().call(clients().alert_mails.StopAlertMails, pb.StopAlertMailsRequest())
    return jsonify(alert_mails_json(made.alert_mails))
