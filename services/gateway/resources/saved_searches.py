"""Saved searches by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import List, Nested
from apiflask.validators import Length, OneOf
from flask import Response, jsonify

from isp.content.v1 import document_pb2
from isp.content.v1 import saved_searches_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.content import KINDS, LANGUAGES, document_json
from services.gateway.resources.fields import String

saved_searches = APIBlueprint(
    "saved_searches", __name__, url_prefix="/v1/me/saved-searches", tag="Advice"
)

_CHANGED: Final = {200: "The saved search", 404: "None", 412: "Stale", 428: "No If-Match"}


class CriteriaIn(Schema):
    """What is looked for: a text, a filter, or both."""

    text = String(load_default="", validate=Length(max=200))
    sectors = List(String(), load_default=list, validate=Length(max=50))
    regions = List(String(), load_default=list, validate=Length(max=50))
    kinds = List(String(validate=OneOf(KINDS)), load_default=list, validate=Length(max=50))
    language = String(load_default="", validate=OneOf(("", *LANGUAGES)))
    tags = List(String(), load_default=list, validate=Length(max=20))


class SavedSearchIn(Schema):
    """A search to keep."""

    name = String(required=True, validate=Length(1, 80))
    criteria = Nested(CriteriaIn, required=True)


def criteria_to_pb(said: dict[str, Any]) -> pb.SearchCriteria:
    """Return what is looked for."""
    kinds = [document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{each}") for each in said["kinds"]]
    return pb.SearchCriteria(**said | {"kinds": kinds})


def _json(saved: pb.SavedSearch) -> dict[str, Any]:
    said = saved.criteria
    kinds = [document_pb2.DocumentKind.Name(each) for each in said.kinds]
    return {
        "saved_search_id": saved.saved_search_id,
        "version": saved.version,
        "name": saved.name,
        "criteria": {
            "text": said.text,
            "sectors": list(said.sectors),
            "regions": list(said.regions),
            "kinds": [each.removeprefix("DOCUMENT_KIND_") for each in kinds],
            "language": said.language,
            "tags": list(said.tags),
        },
        "saved_at": time_json(saved.saved_at),
        "unseen": saved.unseen,
    }


def _answer(saved: pb.SavedSearch) -> Response:
    return with_etag(jsonify(_json(saved)), saved.version)


@saved_searches.post("")
@saved_searches.input(SavedSearchIn, arg_name="said")
@saved_searches.doc(
    summary="Keep a search",
    description="Each document that is published from then on is held against it. Needs"
    " Idempotency-Key.",
    responses={201: "The saved search", 409: "Key reused", 429: "You have 50"},
    security="bearer",
)
def save_search(said: dict[str, Any]) -> tuple[Response, int]:
    """Save a search."""
    message = pb.SaveSearchRequest(
        name=said["name"],
        criteria=criteria_to_pb(said["criteria"]),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().saved_searches.SaveSearch, message)
    return _answer(made.saved_search), HTTPStatus.CREATED


@saved_searches.get("")
@saved_searches.doc(
    summary="Your saved searches",
    description="By name; `unseen` counts new matches that you may read.",
    responses={200: "The saved searches"},
    security="bearer",
)
def list_saved_searches() -> Response:
    """List saved searches."""
    message = pb.ListSavedSearchesRequest()
    found = clients().call(clients().saved_searches.ListSavedSearches, message)
    return jsonify({"saved_searches": [_json(each) for each in found.saved_searches]})


@saved_searches.put("/<uuid:saved_search_id>")
@saved_searches.input(SavedSearchIn, arg_name="said")
@saved_searches.doc(
    summary="Change a saved search",
    description="What matched before stays. Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def change_saved_search(saved_search_id: UUID, said: dict[str, Any]) -> Response:
    """Change a saved search."""
    message = pb.ChangeSavedSearchRequest(
        saved_search_id=str(saved_search_id),
        expected_version=expected_version(),
        name=said["name"],
        criteria=criteria_to_pb(said["criteria"]),
    )
    changed = clients().call(clients().saved_searches.ChangeSavedSearch, message)
    return _answer(changed.saved_search)


@saved_searches.delete("/<uuid:saved_search_id>")
@saved_searches.doc(
    summary="Delete a saved search",
    description="Its matches go with it. Needs If-Match.",
    responses=_CHANGED | {200: "It is gone"},
    security="bearer",
)
def delete_saved_search(saved_search_id: UUID) -> Response:
    """Delete a saved search."""
    message = pb.DeleteSavedSearchRequest(
        saved_search_id=str(saved_search_id), expected_version=expected_version()
    )
    clients().call(clients().saved_searches.DeleteSavedSearch, message)
    return jsonify({})


@saved_searches.get("/<uuid:saved_search_id>/matches")
@saved_searches.doc(
    summary="What was published since and matches a saved search",
    description="At most 50 that you may read now, the latest first.",
    responses={200: "The matches", 404: "None"},
    security="bearer",
)
def list_saved_search_matches(saved_search_id: UUID) -> Response:
    """List matches."""
    message = pb.ListSavedSearchMatchesRequest(saved_search_id=str(saved_search_id))
    found = clients().call(clients().saved_searches.ListSavedSearchMatches, message)
    matches = [
        {
            "document": document_json(each.document),
            "matched_at": time_json(each.matched_at),
            "seen": each.seen,
        }
        for each in found.matches
    ]
    return jsonify({"saved_search": _json(found.saved_search), "matches": matches})


@saved_searches.post("/<uuid:saved_search_id>/seen")
@saved_searches.doc(
    summary="Count the matches of a saved search as seen",
    responses={200: "Noted", 404: "None"},
    security="bearer",
)
def see_saved_search_matches(saved_search_id: UUID) -> Response:
    """Note that they are seen."""
    message = pb.SeeSavedSearchMatchesRequest(saved_search_id=str(saved_search_id))
    clients().call(clients().saved_searches.SeeSavedSearchMatches, message)
    return jsonify({})
