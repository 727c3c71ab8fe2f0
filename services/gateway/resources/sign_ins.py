"""One's own sign-ins, by REST."""

from apiflask import APIBlueprint
from flask import Response, jsonify

from isp.identity.v1 import sign_ins_pb2
from services.gateway.clients import clients

sign_ins = APIBlueprint("sign_ins", __name__, url_prefix="/v1", tag="People")


@sign_ins.post("/me/sign-out-everywhere")
@sign_ins.doc(
    summary="End every sign-in of yours",
    description="The one that asks included. What you are signed in with is refused from then on.",
    responses={200: "From when on sign-ins are good"},
    security="bearer",
)
def sign_out_everywhere() -> Response:
    """End every sign-in of the caller's."""
    message = sign_ins_pb2.SignOutEverywhereRequest()
    done = clients().call(clients().sign_ins.SignOutEverywhere, message)
    return jsonify({"valid_after": done.valid_after.ToJsonString()})
