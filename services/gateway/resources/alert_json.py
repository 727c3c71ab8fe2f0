"""Alerts as JSON, in CAP's words."""

from datetime import UTC, datetime
from typing import Any, Final

from apiflask import Schema
from apiflask.fields import Boolean, List, Nested
from apiflask.validators import Length, OneOf
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.fields import Moment, String
from services.gateway.resources.marking_json import MarkingIn, marking_json, marking_to_pb

SEVERITIES: Final = ("Extreme", "Severe", "Moderate", "Minor")
URGENCIES: Final = ("Immediate", "Expected", "Future", "Past")
CERTAINTIES: Final = ("Observed", "Likely", "Possible", "Unlikely")
MODES: Final = ("INCLUDE", "EXCLUDE", "MUST_BE")
KINDS: Final = ("EVERYONE", "REGION", "SECTOR", "TIER", "ROLE", "ORGANISATION")
STATUSES: Final = tuple(
    name.removeprefix("ALERT_STATUS_")
    for name in alert_pb2.AlertStatus.keys()  # noqa: SIM118 - an enum wrapper, not a mapping
    if not name.endswith("UNSPECIFIED")
)


class AudienceRowIn(Schema):
    """One line of the audience."""

    mode = String(required=True, validate=OneOf(MODES))
    kind = String(required=True, validate=OneOf(KINDS))
    value = String(load_default="", validate=Length(max=100))


class AlertIn(Schema):
    """What an alert says, and to whom."""

    headline = String(required=True)
    description = String(required=True)
    instruction = String(required=True)
    action_line = String(load_default="")
    language = String(load_default="en-GB")
    severity = String(required=True, validate=OneOf(SEVERITIES))
    urgency = String(required=True, validate=OneOf(URGENCIES))
    certainty = String(required=True, validate=OneOf(CERTAINTIES))
    marking = Nested(MarkingIn, required=True)
    audience = List(Nested(AudienceRowIn), required=True, validate=Length(min=1, max=100))
    expires_at = Moment(required=True, format="iso", default_timezone=None)
    exercise = Boolean(load_default=False, truthy={True}, falsy={False})


def content_to_pb(said: dict[str, Any]) -> alert_pb2.AlertContent:
    """Return the content of an alert as protobuf."""
    content = alert_pb2.AlertContent(
        headline=said["headline"],
        description=said["description"],
        instruction=said["instruction"],
        action_line=said["action_line"],
        language=said["language"],
        severity=alert_pb2.Severity.Value(f"SEVERITY_{said['severity'].upper()}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{said['urgency'].upper()}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{said['certainty'].upper()}"),
        marking=marking_to_pb(said["marking"]),
        exercise=said["exercise"],
    )
    for row in said["audience"]:
        content.audience.add(
            mode=kernel_pb2.AudienceMode.Value(f"AUDIENCE_MODE_{row['mode']}"),
            kind=kernel_pb2.AudienceKind.Value(f"AUDIENCE_KIND_{row['kind']}"),
            value=row["value"],
        )
    content.expires_at.FromDatetime(said["expires_at"])
    return content


def time_json(at: Timestamp) -> str:
    """Return a time as RFC 3339 with Z."""
    moment: datetime = at.ToDatetime(tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def alert_json(alert: alert_pb2.Alert) -> dict[str, Any]:
    """Return an alert as JSON; what only staff get is there if the service gave it."""
    status = alert_pb2.AlertStatus.Name(alert.status).removeprefix("ALERT_STATUS_")
    ending = {
        "text": alert.ending.text,
        "authority_reference": alert.ending.authority_reference or None,
        "ended_at": time_json(alert.ending.ended_at),
    }
    shown: dict[str, Any] = {
        "alert_id": alert.alert_id,
        "status": status,
        "version": alert.version,
        "content": _content_json(alert.content),
        "created_at": time_json(alert.created_at),
        "issued_at": time_json(alert.issued_at) if alert.HasField("issued_at") else None,
        "ending": ending if alert.HasField("ending") else None,
    }
    if alert.digest:
        proposal = alert.all_clear_proposal
        shown["digest"] = alert.digest.hex()
        shown["all_clear_proposal"] = (
            {
                "text": proposal.text,
                "authority_reference": proposal.authority_reference,
                "digest": proposal.digest.hex(),
            }
            if alert.HasField("all_clear_proposal")
            else None
        )
    return shown


def _content_json(content: alert_pb2.AlertContent) -> dict[str, Any]:
    marking = content.marking
    shown: dict[str, Any] = {
        "headline": content.headline,
        "description": content.description,
        "instruction": content.instruction,
        "action_line": content.action_line,
        "language": content.language,
        "severity": _word(alert_pb2.Severity.Name(content.severity)),
        "urgency": _word(alert_pb2.Urgency.Name(content.urgency)),
        "certainty": _word(alert_pb2.Certainty.Name(content.certainty)),
        "marking": marking_json(marking),
        "expires_at": time_json(content.expires_at),
        "exercise": content.exercise,
    }
    if content.audience:
        shown["marking"]["named_subjects"] = list(marking.named_subjects)
        shown["audience"] = [
            {
                "mode": kernel_pb2.AudienceMode.Name(row.mode).removeprefix("AUDIENCE_MODE_"),
                "kind": kernel_pb2.AudienceKind.Name(row.kind).removeprefix("AUDIENCE_KIND_"),
                "value": row.value,
            }
            for row in content.audience
        ]
    return shown


def _word(name: str) -> str:
    return name.partition("_")[2].capitalize()
