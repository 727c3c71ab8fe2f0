"""Suggestions while one types, similar documents, and what is looked for in vain, by REST."""

from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length, OneOf
from flask import Response, jsonify
from marshmallow import RAISE

from isp.content.v1 import finding_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.resources.content import LANGUAGES, document_json
from services.gateway.resources.fields import String

finding = APIBlueprint("finding", __name__, url_prefix="/v1", tag="Advice")

_KEPT_SECONDS: Final = 30


class SuggestionsQuery(Schema):
    """What was typed so far."""

    q = String(load_default="", validate=Length(max=100))
    language = String(load_default="", validate=OneOf(("", *LANGUAGES)))


def suggestions_json(found: pb.SuggestResponse) -> dict[str, Any]:
    """Return what may be meant; a tag has no document."""
    return {
        "suggestions": [
            {"text": each.text, "document_id": each.document_id or None}
            for each in found.suggestions
        ]
    }


@finding.get("/search/suggestions")
@finding.input(SuggestionsQuery, location="query", arg_name="said", unknown=RAISE)
@finding.doc(
    summary="Suggest what somebody may be typing",
    description="Titles and tags, of what the caller may read, in which each word begins one.",
    responses={200: "At most eight suggestions", 429: "Too often"},
)
def suggest(said: dict[str, Any]) -> Response:
    """Suggest."""
    message = pb.SuggestRequest(text=said["q"], language=said["language"])
    found = clients().call(clients().finding.Suggest, message)
    return public(jsonify(suggestions_json(found)), _KEPT_SECONDS)


@finding.get("/documents/<uuid:document_id>/similar")
@finding.doc(
    summary="Documents like one",
    description="At most five, of the same language, that say much of what it says most.",
    responses={200: "The documents, best first", 404: "None that you may know of"},
)
def list_similar(document_id: UUID) -> Response:
    """List what is like a document."""
    message = pb.ListSimilarRequest(document_id=str(document_id))
    found = clients().call(clients().finding.ListSimilar, message)
    answer = jsonify({"documents": [document_json(each) for each in found.documents]})
    return public(answer, _KEPT_SECONDS)


@finding.get("/search/gaps")
@finding.doc(
    summary="What is looked for in vain",
    description="Texts that at least three callers looked for in the last 30 days.",
    responses={200: "The texts, most wanted first", 403: "Not allowed"},
    security="bearer",
)
def list_search_gaps() -> Response:
    """List what is looked for in vain."""
    found = clients().call(clients().finding.ListSearchGaps, pb.ListSearchGapsRequest())
    gaps = [
        {"text": each.text, "times": each.times, "last_on": each.last_on} for each in found.gaps
    ]
    return jsonify({"gaps": gaps})
