"""Who the token says you are, answered in the gateway."""

from apiflask import APIBlueprint
from flask import Response, jsonify

from services.gateway.caller import token

session = APIBlueprint("session", __name__, url_prefix="/v1", tag="People")


@session.get("/session")
@session.doc(
    summary="What your token says",
    description="From the token alone; what you may do now is decided by each service.",
    responses={200: "The token's words", 401: "No good token"},
    security="bearer",
)
def get_session() -> Response:
    """Answer with what a good token says."""
    said = token()
    return jsonify(
        {
            "subject": said.subject,
            "tier": said.tier.name,
            "acr": said.acr,
            "expires_at": said.expires_at.isoformat().replace("+00:00", "Z"),
        }
    )
