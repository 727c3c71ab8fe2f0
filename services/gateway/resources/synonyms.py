"""Synonyms by REST."""

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import List
from apiflask.validators import Length
from flask import Response, jsonify

from isp.content.v1 import synonyms_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

synonyms = APIBlueprint("synonyms", __name__, url_prefix="/v1/synonyms", tag="Content")


class SynonymsIn(Schema):
    """Groups of terms that mean the same, in place of all of a language."""

    groups = List(
        List(String(validate=Length(1, 60)), validate=Length(2, 20)),
        required=True,
        validate=Length(max=500),
    )


def _json(said: pb.Synonyms) -> dict[str, Any]:
    return {
        "language": said.language,
        "version": said.version,
        "groups": [list(group.terms) for group in said.groups],
        "changed_at": time_json(said.changed_at) if said.HasField("changed_at") else None,
    }


@synonyms.get("")
@synonyms.doc(
    summary="The synonyms that search goes by",
    description="Of each language, as they stand on record: search follows within about a minute.",
    responses={200: "The groups of each language", 403: "Not allowed"},
    security="bearer",
)
def list_synonyms() -> Response:
    """List synonyms."""
    found = clients().call(clients().synonyms.ListSynonyms, pb.ListSynonymsRequest())
    return jsonify({"synonyms": [_json(each) for each in found.synonyms]})


@synonyms.put("/<language>")
@synonyms.input(SynonymsIn, arg_name="said")
@synonyms.doc(
    summary="Put groups in place of all the synonyms of a language",
    description="`language` is en-GB or cy. Needs If-Match and a fresh second factor.",
    responses={
        200: "The synonyms of the language",
        401: "A fresh second factor",
        403: "Not allowed",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def change_synonyms(language: str, said: dict[str, Any]) -> Response:
    """Change synonyms."""
    message = pb.ChangeSynonymsRequest(
        language=language,
        expected_version=expected_version(),
        groups=[pb.SynonymGroup(terms=group) for group in said["groups"]],
    )
    after = clients().call(clients().synonyms.ChangeSynonyms, message).synonyms
    return with_etag(jsonify(_json(after)), after.version)
