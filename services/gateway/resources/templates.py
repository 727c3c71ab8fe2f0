"""Templates, and warning alone by one of them, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List, Nested
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import templates_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import (
    CATEGORIES,
    CERTAINTIES,
    RESPONSE_TYPES,
    SEVERITIES,
    URGENCIES,
    TranslationIn,
    cap_word,
    kinds_json,
    kinds_to_pb,
    time_json,
    translation_json,
)
from services.gateway.resources.alerts import ReadIn, answer_with
from services.gateway.resources.fields import Moment, String

templates = APIBlueprint("templates", __name__, url_prefix="/v1/alert-templates", tag="Alerts")

_MOST: Final = 2_000_000_000


class TemplateIn(Schema):
    """The words with {place}, {radius} and {time} in them, and the bounds of what is filled in."""

    name = String(required=True)
    headline = String(required=True)
    description = String(required=True)
    instruction = String(required=True)
    action_line = String(required=True)
    severity = String(required=True, validate=OneOf(SEVERITIES))
    urgency = String(required=True, validate=OneOf(URGENCIES))
    certainty = String(required=True, validate=OneOf(CERTAINTIES))
    largest_radius_metres = Integer(required=True, validate=Range(0, _MOST))
    longest_minutes = Integer(required=True, validate=Range(0, _MOST))
    expires_at = Moment(required=True, format="iso", default_timezone=None)
    translations = List(Nested(TranslationIn), load_default=list, validate=Length(max=5))
    categories = List(
        String(validate=OneOf(list(CATEGORIES.values()))),
        load_default=list,
        validate=Length(max=12),
    )
    response_types = List(
        String(validate=OneOf(list(RESPONSE_TYPES.values()))),
        load_default=list,
        validate=Length(max=4),
    )
    use = String(load_default="BREAK_GLASS", validate=OneOf(["BREAK_GLASS", "WELSH_STAND_IN"]))


class RetirementIn(Schema):
    """Why, for the record."""

    reason = String(required=True)


class BrokenGlassIn(Schema):
    """What one person fills in, and why they act alone."""

    place = String(required=True, validate=Length(max=100))
    radius_metres = Integer(required=True, validate=Range(0, _MOST))
    seen_at = Moment(required=True, format="iso", default_timezone=None)
    minutes = Integer(required=True, validate=Range(0, _MOST))
    reason = String(required=True)


def template_json(template: pb.Template) -> dict[str, Any]:
    """Return a template as JSON."""
    said = template.content
    approved = template.HasField("approved_at")
    return {
        "template_id": template.template_id,
        "status": pb.TemplateStatus.Name(template.status).removeprefix("TEMPLATE_STATUS_"),
        "version": template.version,
        "digest": template.digest.hex(),
        "content": {
            "name": said.name,
            "headline": said.headline,
            "description": said.description,
            "instruction": said.instruction,
            "action_line": said.action_line,
            "severity": cap_word(alert_pb2.Severity.Name(said.severity)),
            "urgency": cap_word(alert_pb2.Urgency.Name(said.urgency)),
            "certainty": cap_word(alert_pb2.Certainty.Name(said.certainty)),
            "largest_radius_metres": said.largest_radius_metres,
            "longest_minutes": said.longest_minutes,
            "expires_at": time_json(said.expires_at),
            "translations": [translation_json(each) for each in said.translations],
            **kinds_json(said),
            "use": pb.TemplateUse.Name(said.use).removeprefix("TEMPLATE_USE_"),
        },
        "proposed_at": time_json(template.proposed_at),
        "approved_at": time_json(template.approved_at) if approved else None,
        "by_you": template.by_you,
    }


def _answer(template: pb.Template, status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(template_json(template))
    answer.status_code = status
    return with_etag(answer, template.version)


def template_to_pb(said: dict[str, Any]) -> pb.TemplateContent:
    """Return the content of a template as protobuf."""
    words = ("name", "headline", "description", "instruction", "action_line")
    content = pb.TemplateContent(
        **{name: said[name] for name in words},
        severity=alert_pb2.Severity.Value(f"SEVERITY_{said['severity'].upper()}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{said['urgency'].upper()}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{said['certainty'].upper()}"),
        largest_radius_metres=said["largest_radius_metres"],
        longest_minutes=said["longest_minutes"],
        translations=[alert_pb2.Translation(**each) for each in said["translations"]],
        use=pb.TemplateUse.Value(f"TEMPLATE_USE_{said['use']}"),
    )
    content.expires_at.FromDatetime(said["expires_at"])
    kinds_to_pb(content, said)
    return content


@templates.post("")
@templates.input(TemplateIn, arg_name="said")
@templates.doc(
    summary="Propose a template",
    description="Needs Idempotency-Key. Nobody may use it before a second person agrees.",
    responses={201: "The template", 400: "Wrong input", 403: "Not allowed", 409: "Key reused"},
    security="bearer",
)
def propose_template(said: dict[str, Any]) -> Response:
    """Propose a template."""
    message = pb.ProposeTemplateRequest(
        content=template_to_pb(said), idempotency_key=idempotency_key()
    )
    made = clients().call(clients().templates.ProposeTemplate, message).template
    return _answer(made, HTTPStatus.CREATED)


@templates.get("")
@templates.doc(
    summary="List templates, and the places about which they may be used",
    responses={200: "The templates and the gazetteer", 403: "Not staff"},
    security="bearer",
)
def list_templates() -> Response:
    """List templates and places."""
    found = clients().call(clients().templates.ListTemplates, pb.ListTemplatesRequest())
    named = ("code", "name", "region", "latitude", "longitude")
    places = [{name: getattr(each, name) for name in named} for each in found.places]
    shown = [template_json(each) for each in found.templates]
    return jsonify({"templates": shown, "places": places})


@templates.post("/<uuid:template_id>/approval")
@templates.input(ReadIn, arg_name="said")
@templates.doc(
    summary="Approve a template as a second person",
    description="Names the digest of what was read. Needs a second factor of the last 15 minutes.",
    responses={200: "Approved", 401: "Step up", 403: "Your own", 404: "None", 409: "Changed"},
    security="bearer",
)
def approve_template(template_id: UUID, said: dict[str, Any]) -> Response:
    """Approve a template."""
    message = pb.ApproveTemplateRequest(
        template_id=str(template_id), read_digest=bytes.fromhex(said["read_digest"])
    )
    return _answer(clients().call(clients().templates.ApproveTemplate, message).template)


@templates.post("/<uuid:template_id>/retirement")
@templates.input(RetirementIn, arg_name="said")
@templates.doc(
    summary="Retire a template",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses={200: "Retired", 401: "Step up", 404: "None", 409: "Retired already", 412: "Stale"},
    security="bearer",
)
def retire_template(template_id: UUID, said: dict[str, Any]) -> Response:
    """Retire a template."""
    message = pb.RetireTemplateRequest(
        template_id=str(template_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().templates.RetireTemplate, message).template)


@templates.post("/<uuid:template_id>/alerts")
@templates.input(BrokenGlassIn, arg_name="said")
@templates.doc(
    summary="Warn alone, by a template",
    description="Issues at once. Needs Idempotency-Key and a second factor of the last 15 minutes;"
    " somebody else must review it within 24 hours.",
    responses={
        201: "Issued",
        400: "Outside the template's bounds",
        401: "Step up",
        403: "Not a duty officer",
        404: "None",
        409: "Not approved, run out, or all issuing is stopped",
    },
    security="bearer",
)
def break_glass(template_id: UUID, said: dict[str, Any]) -> Response:
    """Warn alone."""
    message = pb.BreakGlassRequest(
        template_id=str(template_id),
        place=said["place"],
        radius_metres=said["radius_metres"],
        minutes=said["minutes"],
        reason=said["reason"],
        idempotency_key=idempotency_key(),
    )
    message.seen_at.FromDatetime(said["seen_at"])
    alert = clients().call(clients().templates.BreakGlass, message).alert
    answer = answer_with(alert, HTTPStatus.CREATED)
    answer.headers["Location"] = url_for("alerts.get_alert", alert_id=alert.alert_id)
    return answer
