"""Who leads the security of one's organisation, by REST."""

from apiflask import APIBlueprint
from flask import Response, jsonify

from isp.identity.v1 import security_leads_pb2
from services.gateway.clients import clients

security_leads = APIBlueprint("security_leads", __name__, url_prefix="/v1", tag="Drills")


def lead_json(lead: security_leads_pb2.SecurityLead) -> dict[str, bool]:
    """Return whether an organisation has a security lead, and whether it is the caller."""
    return {"held": lead.held, "mine": lead.mine}


@security_leads.get("/me/security-lead")
@security_leads.doc(
    summary="Whether your organisation has a security lead",
    responses={200: "Whether it has, and whether it is you", 404: "You belong to none"},
    security="bearer",
)
def get_security_lead() -> Response:
    """Say whether somebody leads the security of the caller's organisation."""
    message = security_leads_pb2.GetSecurityLeadRequest()
    found = clients().call(clients().security_leads.GetSecurityLead, message)
    return jsonify(lead_json(found.security_lead))


@security_leads.put("/me/security-lead")
@security_leads.doc(
    summary="Lead the security of your organisation",
    description="While it has no lead. Needs a fresh second factor.",
    responses={
        200: "You lead it",
        401: "A fresh second factor",
        403: "Not verified",
        404: "You belong to none",
        409: "Somebody else leads it",
    },
    security="bearer",
)
def take_security_lead() -> Response:
    """Lead it."""
    message = security_leads_pb2.TakeSecurityLeadRequest()
    taken = clients().call(clients().security_leads.TakeSecurityLead, message)
    return jsonify(lead_json(taken.security_lead))


@security_leads.delete("/me/security-lead")
@security_leads.doc(
    summary="Lead the security of your organisation no more",
    responses={200: "You do not", 404: "You belong to none"},
    security="bearer",
)
def leave_security_lead() -> Response:
    """Lead it no more."""
    message = security_leads_pb2.LeaveSecurityLeadRequest()
    left = clients().call(clients().security_leads.LeaveSecurityLead, message)
    return jsonify(lead_json(left.security_lead))
