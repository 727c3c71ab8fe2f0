"""The routes of templates and of warning alone: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import templates_pb2 as pb
from tests.contract.gateway.alert_routes import ALERT_BODY, DIGEST, NOON
from tests.contract.gateway.route import KEY, TEMPLATE_ID, VERSION, Route

_TEMPLATE: Final = "/v1/alert-templates/{template_id}"
_WORDS: Final[dict[str, Any]] = {
    "name": "Stay <b>inside</b>",
    "headline": "Stay inside in {place}",
    "description": "Since {time}.",
    "instruction": "Lock the doors.",
    "action_line": "Stay inside.",
    "largest_radius_metres": 1000,
    "longest_minutes": 180,
    "translations": ALERT_BODY["translations"],
    "use": "BREAK_GLASS",
}
TEMPLATE_BODY: Final[dict[str, Any]] = _WORDS | {
    "severity": "Extreme",
    "urgency": "Immediate",
    "certainty": "Observed",
    "expires_at": "2026-11-24T13:00:00+01:00",
    "categories": ["Security", "Met"],
    "response_types": ["Evacuate", "Avoid"],
}
WORDS: Final = pb.TemplateContent(
    **_WORDS
    | {
        "translations": [alert_pb2.Translation(**ALERT_BODY["translations"][0])],
        "use": pb.TEMPLATE_USE_BREAK_GLASS,
    },
    severity=alert_pb2.SEVERITY_EXTREME,
    urgency=alert_pb2.URGENCY_IMMEDIATE,
    certainty=alert_pb2.CERTAINTY_OBSERVED,
    expires_at=NOON,
    categories=[alert_pb2.CAP_CATEGORY_SECURITY, alert_pb2.CAP_CATEGORY_MET],
    response_types=[alert_pb2.CAP_RESPONSE_TYPE_EVACUATE, alert_pb2.CAP_RESPONSE_TYPE_AVOID],
)
_FILLED: Final = {"place": "bath", "radius_metres": 500, "minutes": 60, "reason": "Alone."}

TEMPLATE_ROUTES: Final = (
    Route(
        "POST",
        "/v1/alert-templates",
        "ProposeTemplate",
        status=201,
        body=TEMPLATE_BODY,
        needs_key=True,
        message=pb.ProposeTemplateRequest(content=WORDS, idempotency_key=KEY),
    ),
    Route("GET", "/v1/alert-templates", "ListTemplates", pb.ListTemplatesRequest()),
    Route(
        "POST",
        f"{_TEMPLATE}/approval",
        "ApproveTemplate",
        body={"read_digest": DIGEST.hex()},
        message=pb.ApproveTemplateRequest(template_id=TEMPLATE_ID, read_digest=DIGEST),
    ),
    Route(
        "POST",
        f"{_TEMPLATE}/retirement",
        "RetireTemplate",
        body={"reason": "Because."},
        needs_version=True,
        message=pb.RetireTemplateRequest(
            template_id=TEMPLATE_ID, expected_version=VERSION, reason="Because."
        ),
    ),
    Route(
        "POST",
        f"{_TEMPLATE}/alerts",
        "BreakGlass",
        status=201,
        body=_FILLED | {"seen_at": "2026-11-24T12:00:00Z"},
        needs_key=True,
        message=pb.BreakGlassRequest(
            template_id=TEMPLATE_ID, seen_at=NOON, idempotency_key=KEY, **_FILLED
        ),
    ),
)
TEMPLATE: Final = pb.Template(
    template_id=TEMPLATE_ID,
    status=pb.TEMPLATE_STATUS_APPROVED,
    version=3,
    content=WORDS,
    digest=DIGEST,
    proposed_at=NOON,
    approved_at=NOON,
    by_you=True,
)
_PLACE: Final = {
    "code": "bath",
    "name": "Bath",
    "region": "SW",
    "latitude": 51.381,
    "longitude": -2.359,
}
ANSWERS: Final[dict[str, Message]] = {
    "ProposeTemplate": pb.ProposeTemplateResponse(template=TEMPLATE),
    "ApproveTemplate": pb.ApproveTemplateResponse(template=TEMPLATE),
    "RetireTemplate": pb.RetireTemplateResponse(template=TEMPLATE),
    "ListTemplates": pb.ListTemplatesResponse(templates=[TEMPLATE], places=[pb.Place(**_PLACE)]),
}
_READ: Final = {
    "template_id": TEMPLATE_ID,
    "status": "APPROVED",
    "version": 3,
    "digest": DIGEST.hex(),
    "content": TEMPLATE_BODY | {"expires_at": "2026-11-24T12:00:00.000Z"},
    "proposed_at": "2026-11-24T12:00:00.000Z",
    "approved_at": "2026-11-24T12:00:00.000Z",
    "by_you": True,
}
READ: Final[dict[str, Any]] = {
    **dict.fromkeys(("ProposeTemplate", "ApproveTemplate", "RetireTemplate"), _READ),
    "ListTemplates": {"templates": [_READ], "places": [_PLACE]},
}
