"""The privacy officer's search of all audit logs by REST."""

import json
from datetime import datetime
from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.fields import AwareDateTime, Integer
from apiflask.validators import Length, Range
from flask import Response, jsonify

from isp.privacy.v1 import search_audit_pb2 as pb
from services.gateway.clients import clients
from services.gateway.every_audit_log import FoundEverywhere
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

audit_search = APIBlueprint("audit_search", __name__, url_prefix="/v1", tag="Privacy")

_TEXTS: Final = ("action", "person", "actor", "resource")


class AuditQuestionIn(Schema):
    """Which rows, and why."""

    reason = String(required=True, validate=Length(min=10, max=500))
    begins_at = AwareDateTime(load_default=None)
    ends_at = AwareDateTime(load_default=None)
    action = String(load_default="", validate=Length(max=100))
    person = String(load_default="", validate=Length(max=100))
    actor = String(load_default="", validate=Length(max=100))
    resource = String(load_default="", validate=Length(max=200))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def question_of(said: dict[str, Any]) -> pb.SearchAuditRequest:
    """Return the message; a moment that is None is not said."""
    texts = {name: said[name] for name in (*_TEXTS, "reason", "page_token")}
    message = pb.SearchAuditRequest(**texts, page_size=said["page_size"])
    for name in ("begins_at", "ends_at"):
        moment: datetime | None = said[name]
        if moment is not None:
            getattr(message, name).FromDatetime(moment)
    return message


def _found_json(found: FoundEverywhere) -> dict[str, Any]:
    return {
        "entries": [_entry_json(service, each) for service, each in found.entries],
        "missing": list(found.missing),
        "person_unknown_to": list(found.strangers),
        "next_page_token": found.next_page_token or None,
    }


def _entry_json(service: str, entry: pb.AuditEntry) -> dict[str, Any]:
    return {
        "service": service,
        "entry_id": entry.entry_id,
        "at": time_json(entry.at),
        "actor": entry.actor or None,
        "actor_subject": entry.actor_subject or None,
        "action": entry.action,
        "resource": entry.resource or None,
        "digest": entry.digest.hex() or None,
        "detail": json.loads(entry.detail_json or "{}"),
    }


@audit_search.post("/audit-searches")
@audit_search.input(AuditQuestionIn, arg_name="said")
@audit_search.doc(
    summary="Search the audit logs of all services",
    description=(
        "Newest first. Needs a second factor of the last 15 minutes; the search and its reason are"
        " on record. `missing` names services that did not answer: their rows are not here."
        " `person_unknown_to` names those that have no name of the person: they did nothing there,"
        " or were erased, and then nobody can tell which rows are theirs."
    ),
    responses={200: "A page", 401: "Step up", 403: "Not a privacy officer"},
    security="bearer",
)
def search_audit(said: dict[str, Any]) -> Response:
    """Search everywhere."""
    found = clients().call(clients().audit_search.SearchAudit, question_of(said))
    return jsonify(_found_json(found))
